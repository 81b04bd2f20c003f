import { expect, test } from "vitest";
import type { Item } from "../outbox/item";
import { doorIn, doorLines, householdsIn, ticksOf } from "./ticks";

const item = (id: string, state: Item["state"], door: string, stage: "refused" | "relatives", group = "g1"): Item => ({
  id,
  account: "a",
  made: 1,
  work: { kind: "evacuation", evacuation: "e1", title: {}, report: { doors: [{ group, door, stage }] } },
  photos: [],
  state,
  tries: 0,
  next: 0,
});

test("a tick shows at once, and what the server refused does not", () => {
  const items = [item("1", "waiting", "1203", "relatives"), item("2", "refused", "101", "refused"), item("3", "waiting", "9", "refused", "g2")];
  const known = [{ group: "g1", door: "101", stage: "not_found" as const, unaccounted: true, changed_at: 1 }];
  expect(doorLines(known, ticksOf(items, "e1"), "g1")).toEqual([
    { door: "101", stage: "not_found", waiting: false },
    { door: "1203", stage: "relatives", waiting: true },
  ]);
  expect(ticksOf(items, "other")).toEqual([]);
});

test("a door has a number and no story", () => {
  expect(doorIn(" 1203 ")).toBe("1203");
  expect(doorIn("")).toBeUndefined();
  expect(doorIn("张三,电话13800000000号")).toBeUndefined();
});

test("households are whole numbers", () => {
  expect(householdsIn("24")).toBe(24);
  for (const wrong of ["", "2.5", "-1", "20001", "many"]) expect(householdsIn(wrong), wrong).toBeUndefined();
});
