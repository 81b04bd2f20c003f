import { expect, test } from "vitest";
import { missing, request } from "./action-fields";

test("a step asks for what the server needs, and sends exactly that", () => {
  expect(missing("suspend", { text: " " })).toEqual(["day", "text"]);
  expect(missing("start", {})).toEqual([]);
  expect(request("suspend", 3, { text: " money ", day: 7 })).toEqual({ action: "suspend", version: 3, until: 7, reason: "money" });
  expect(request("assign", 1, { body: "b", text: "now" })).toEqual({ action: "assign", version: 1, body: "b", remark: "now" });
  expect(request("answer", 2, { open: "w", choice: "no", day: 5 })).toEqual({
    action: "answer",
    version: 2,
    id: "w",
    granted: false,
    answered_at: 5,
  });
});

test("a new call gets an id of its own", () => {
  const [one, two] = [0, 1].map(() => request("whistle", 1, { choice: "emergency", body: "b", text: "come" }) as { id?: string });
  expect(one!.id).toBeTruthy();
  expect(one!.id).not.toBe(two!.id);
});
