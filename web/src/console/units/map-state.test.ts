import { expect, test } from "vitest";
import { cellsOf, changes, NO_CELLS } from "./map-state";

const state = (numbers: number[], open: number[], overdue: number[]) =>
  cellsOf({ tree_version: 1, level: 3, at: 0, assessed: [], numbers, open, overdue });

test("the first state paints every unit in it", () => {
  expect(changes(NO_CELLS, state([7, 9], [1, 2], [0, 1]))).toEqual([
    [7, { open: 1, overdue: 0 }],
    [9, { open: 2, overdue: 1 }],
  ]);
});

test("a later state paints only what changed and clears what left", () => {
  const before = state([7, 8, 9], [1, 4, 2], [0, 0, 1]);
  const after = state([7, 9, 10], [1, 2, 1], [0, 2, 0]);
  expect(changes(before, after)).toEqual([
    [9, { open: 2, overdue: 2 }],
    [10, { open: 1, overdue: 0 }],
    [8, { open: 0, overdue: 0 }],
  ]);
});
