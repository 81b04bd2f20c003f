import { expect, test } from "vitest";
import { countsOf, onRecord } from "./frame-count";

test("as it was, none on record is not said to be none", () => {
  expect([onRecord("as_it_was", "attended", 0), onRecord("as_it_was", "active", 0)]).toEqual([undefined, undefined]);
});

test("as it was, what is on record is counted, and so is what has no decision on record", () => {
  expect([onRecord("as_it_was", "active", 1), onRecord("as_it_was", "undecided", 0)]).toEqual([1, 0]);
});

test("by today's plans none is none", () => {
  expect([onRecord("as_planned", "attended", 0), onRecord("without_network", "active", 0)]).toEqual([0, 0]);
});

test("as it was, tasks are not counted", () => {
  expect(countsOf("as_it_was")).toEqual(["undecided", "active", "attended"]);
  expect(countsOf("as_planned")).toContain("tasks_late");
});
