import { expect, test } from "vitest";
import type { HazardEvent } from "../../api/event-feed";
import type { MapState } from "../../api/types";
import { withEvents } from "./map-deltas";

const state: MapState = { tree_version: 1, level: 2, at: 0, assessed: [[1, 9]], numbers: [3, 5], open: [2, 1], overdue: [1, 1] };
const event = (unit: number, open: HazardEvent["open"]): HazardEvent => ({
  id: "h",
  number: "1",
  state: "reported",
  unit: 77,
  path_numbers: [1, 2, unit, 77],
  levels: [0, 1, 2, 3],
  event: "reported",
  version: 1,
  open,
  at: 7,
});

test("a report raises the count of the unit at the map's level, in the order of numbers", () => {
  const next = withEvents(state, [event(4, 1), event(3, 1)]);
  expect([next.numbers, next.open, next.overdue, next.at]).toEqual([[3, 4, 5], [3, 1, 1], [1, 0, 1], 7]);
});

test("a unit that is left without any is left out, and no count goes below none", () => {
  const next = withEvents(state, [event(5, -1), event(8, -1)]);
  expect([next.numbers, next.open, next.overdue]).toEqual([[3], [2], [1]]);
});

test("a step that opens and closes nothing leaves the state as it is", () => {
  expect(withEvents(state, [event(3, 0)])).toBe(state);
});

test("a hazard that stands above the map's level has no area on it", () => {
  expect(withEvents(state, [{ ...event(3, 1), path_numbers: [1, 2], levels: [0, 1] }])).toBe(state);
});
