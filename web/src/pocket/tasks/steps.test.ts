import { expect, test } from "vitest";
import { isOneTap, missingIn, stepRequest } from "./steps";

test("words go where the step wants them", () => {
  expect(stepRequest("finish", 4, { text: " 已搬走 " })).toEqual({ action: "finish", version: 4, note: "已搬走" });
  expect(stepRequest("return", 4, { text: "还在" })).toEqual({ action: "return", version: 4, reason: "还在" });
  expect(stepRequest("verify", 4, { text: "" })).toEqual({ action: "verify", version: 4 });
  expect(stepRequest("assign", 2, { text: "", body: "b" })).toEqual({ action: "assign", version: 2, body: "b" });
});

test("what the server would refuse is asked for before", () => {
  expect(missingIn("finish", { text: "  " })).toBe("text");
  expect(missingIn("hand_back", { text: "不归我们" })).toBe("body");
  expect(missingIn("close", { text: "" })).toBeUndefined();
});

test("taking on and starting need one tap", () => {
  expect(isOneTap("accept")).toBe(true);
  expect(isOneTap("start")).toBe(true);
  expect(isOneTap("finish")).toBe(false);
  expect(isOneTap("whistle")).toBe(false);
});
