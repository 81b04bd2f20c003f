import { expect, test } from "vitest";
import { laneState } from "./lane-state";

test("nobody called is nothing, not silence", () => {
  expect(laneState(0, 0, 0)).toBe("none");
});

test("full is only where all are on post", () => {
  expect([laneState(3, 0, 3), laneState(3, 0, 2)]).toEqual(["on_post", "received"]);
});

test("more than three in ten without an answer is silent", () => {
  expect([laneState(10, 3, 5), laneState(10, 4, 6)]).toEqual(["received", "silent"]);
});
