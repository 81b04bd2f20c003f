import { expect, test } from "vitest";
import { bounds, type PlaceField, read, typedOf } from "./field-values";

const field = (id: string, type: PlaceField["type"], more: Partial<PlaceField> = {}): PlaceField => ({ id, type, names: { zh: id }, choices: [], flood: false, ...more });
const floors = field("floors_below", "integer", { least: 0, most: 10, flood: true });
const pump = field("pump_capacity", "decimal", { least: 0, most: 100 });
const barrier = field("flood_barrier", "boolean");
const next = field("next_test", "date");

test("what was typed is sent as the type of its field", () => {
  const typed = { floors_below: " 2 ", pump_capacity: "12.5", flood_barrier: "false", next_test: "2027-03-01" };
  expect(read([floors, pump, barrier, next], typed)).toEqual({
    values: { floors_below: 2, pump_capacity: 12.5, flood_barrier: false, next_test: "2027-03-01" },
    wrong: [],
  });
});

test("nothing typed is unknown, and fields of another kind stay behind", () => {
  expect(read([floors], { floors_below: " ", hydrant_type: "wall" })).toEqual({ values: {}, wrong: [] });
});

test("what does not fit is named", () => {
  expect(read([floors, pump], { floors_below: "2.5", pump_capacity: "101" }).wrong).toEqual([floors, pump]);
  expect(read([floors], { floors_below: "many" }).wrong).toEqual([floors]);
});

test("years have no separators, counts of a unit have", () => {
  const count = (value: number) => value.toLocaleString("en");
  expect(bounds(field("built_year", "integer", { least: 1800, most: 2100 }), count)).toEqual(["1800", "2100"]);
  expect(bounds(field("capacity", "integer", { least: 0, most: 10_000, unit: "人" }), count)).toEqual(["0", "10,000"]);
  expect(bounds(field("pump_capacity", "decimal", { least: 0, most: 10_000 }), count)).toEqual(["0", "10,000"]);
});

test("what is known stands in the form and comes back the same", () => {
  const known = { floors_below: 0, flood_barrier: true, next_test: "2027-03-01" };
  expect(read([floors, barrier, next], typedOf(known)).values).toEqual(known);
});
