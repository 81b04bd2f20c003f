import { expect, test } from "vitest";
import type { UnitKind } from "../../../api/types";
import type { StateColour } from "../../../tokens/map-colours";
import { drawnOf, repainted, type StateUnit } from "./state-units";

const unit = (number: number, kind: UnitKind, state: StateColour = "silent"): StateUnit => ({
  id: `u${number}`,
  number,
  kind,
  name: "",
  state,
  text: "",
});
const numbers = (units: readonly StateUnit[] | undefined) => units?.map((one) => one.number);
const map = (...units: StateUnit[]) => new Map(units.map((one) => [one.number, one]));

test("the units below are drawn, at the level that most of them have", () => {
  const drawn = drawnOf(unit(1, "street"), [unit(2, "dedicated_grid"), unit(3, "community"), unit(4, "village")]);
  expect([drawn?.range.level, numbers(drawn?.units)]).toEqual([3, [3, 4]]);
});

test("above micro-grids, and where nothing is called below, the unit itself is drawn", () => {
  expect(numbers(drawnOf(unit(1, "community_grid"), [unit(2, "micro_grid")])?.units)).toEqual([1]);
  expect(drawnOf(unit(1, "town"), [])?.range.level).toBe(2);
});

test("neither the city as one area nor a micro-grid alone is drawn", () => {
  expect(drawnOf(unit(1, "city"), [])).toBeUndefined();
  expect(drawnOf(unit(1, "micro_grid"), [])).toBeUndefined();
});

test("only what changed is painted anew, and who left stands as nothing", () => {
  const before = map(unit(1, "community"), unit(2, "community"), unit(3, "community"));
  const after = map(unit(1, "community"), unit(2, "community", "on_post"));
  expect(repainted(before, after)).toEqual([[2, "on_post"], [3, ""]]);
});
