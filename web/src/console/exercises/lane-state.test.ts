import { expect, test } from "vitest";
import { laneCounts, laneState } from "./lane-state";

const state = (...cell: number[]) => laneState(laneCounts(cell));

test("whom no channel reached is not among the silent", () => {
  expect(laneCounts([10, 6, 3, 4])).toEqual({ posts: 10, onPost: 3, received: 1, silent: 2, unreached: 4 });
});

test("nobody called is nothing, not silence", () => {
  expect([state(), state(0, 0, 0, 0)]).toEqual(["none", "none"]);
});

test("full is only where all are on post", () => {
  expect([state(3, 0, 3, 0), state(3, 0, 2, 0)]).toEqual(["on_post", "received"]);
});

test("more than three in ten without an answer is silent", () => {
  expect([state(10, 3, 5, 0), state(10, 4, 6, 2)]).toEqual(["received", "silent"]);
});

test("where most of those without an answer are out of reach, it is the network and not silence", () => {
  expect([state(10, 4, 6, 3), state(10, 3, 5, 3)]).toEqual(["unreached", "received"]);
});
