import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "../../api/problem";
import type { Underway } from "../../api/upload-parts";
import { uploadFile } from "./upload-file";

const ID = "01a22bf0-7554-7082-a905-bd021d1f0e0d";
/** What was done; and what goes wrong with the next tries in parts. */
const { done, mishaps } = vi.hoisted(() => ({ done: [] as string[], mishaps: [] as unknown[] }));

vi.mock("../../api/upload", () => ({ PART: 10, whole: async () => (done.push("whole"), ID) }));
vi.mock("../../api/upload-parts", () => ({
  inParts: async (_content: unknown, _options: unknown, { begun, onBegun }: Underway) => {
    done.push(begun ? `on with ${begun}` : "anew");
    await onBegun(ID);
    const mishap = mishaps.shift();
    if (mishap) throw mishap;
    return ID;
  },
}));

const sent = (bytes: number) => {
  const id = uploadFile(new Blob(["x".repeat(bytes)]));
  void vi.runAllTimersAsync();
  return id;
};

beforeEach(() => {
  done.length = mishaps.length = 0;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

test("what fits into one part goes whole, what is larger in parts", async () => {
  expect(await sent(10)).toBe(ID);
  expect(await sent(11)).toBe(ID);
  expect(done).toEqual(["whole", "anew"]);
});

test("after a break it goes on with what was begun", async () => {
  mishaps.push(new TypeError("cut"), new ApiProblem("unavailable", 503));
  expect(await sent(11)).toBe(ID);
  expect(done).toEqual(["anew", `on with ${ID}`, `on with ${ID}`]);
});

test("a refusal is told at once, and a line that stays cut in the end", async () => {
  mishaps.push(new ApiProblem("file_kind", 422));
  await expect(sent(11)).rejects.toMatchObject({ code: "file_kind" });
  expect(done).toHaveLength(1);
  mishaps.push(...Array.from({ length: 4 }, () => new ApiProblem("unreachable", 0)));
  await expect(sent(11)).rejects.toMatchObject({ code: "unreachable" });
  expect(done).toHaveLength(5);
});
