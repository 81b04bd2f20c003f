import { beforeEach, expect, test, vi } from "vitest";
import type { Photo } from "./photo";

const ID = "01a22bf0-7554-7082-a905-bd021d1f0e0d";
const { asked } = vi.hoisted(() => ({ asked: [] as string[] }));

vi.mock("../api/client", () => ({
  data: async (call: Promise<{ data: unknown }>) => (await call).data,
  api: { POST: async (path: string) => ({ data: { id: asked.push(path) > 0 ? ID : "" } }) },
}));

async function uploaded(bytes: (part: number) => number): Promise<string> {
  const { PART } = await import("../api/upload");
  const { upload } = await import("./upload");
  const photo: Photo = { id: "photo", of: "report", jpeg: new ArrayBuffer(bytes(PART)) };
  return upload(photo, { credentials: "omit", signal: new AbortController().signal }, async () => undefined);
}

const parts = () => ({ uploadLarge: async () => (asked.push("in parts"), ID) });

beforeEach(() => {
  asked.length = 0;
  vi.resetModules();
});

test("what fits into one part goes whole, what is larger in parts", async () => {
  vi.doMock("./upload-large", parts);
  expect(await uploaded((part) => part)).toBe(ID);
  expect(await uploaded((part) => part + 1)).toBe(ID);
  expect(asked).toEqual(["/api/files", "in parts"]);
});

test("where the code for parts cannot be fetched, a large one goes whole", async () => {
  vi.doMock("./upload-large", () => {
    throw new Error("no network");
  });
  expect(await uploaded((part) => part + 1)).toBe(ID);
  expect(asked).toEqual(["/api/files"]);
});
