import { expect, test } from "vitest";
import type { HazardView } from "../../api/types";
import { chunks, commonUnit, offers } from "./bulk-actions";

const hazard = (state: string, line: string) => ({ state, lineage: [...line].map((id) => ({ id })) }) as unknown as HazardView;

test("steps that fit are offered to those who may, what fits most first", () => {
  const chosen = [hazard("reported", "a"), hazard("accepted", "a"), hazard("accepted", "a")];
  expect(offers(chosen, ["accept_hazard", "assign_hazard", "close_hazard"])).toEqual([
    { action: "assign", fits: 2 },
    { action: "accept", fits: 1 },
  ]);
  expect(offers(chosen, ["view_hazards"])).toEqual([]);
});

test("bodies are asked for the lowest unit that holds all", () => {
  expect(commonUnit([hazard("reported", "abc"), hazard("reported", "abd")])).toBe("b");
  expect(commonUnit([hazard("reported", "abc")])).toBe("c");
  expect(commonUnit([hazard("reported", "abc"), hazard("reported", "ab")])).toBe("b");
  expect(commonUnit([])).toBeUndefined();
});

test("no request is larger than the server takes", () => {
  const parts = chunks(Array.from({ length: 450 }, (_, i) => i));
  expect(parts.map((part) => part.length)).toEqual([200, 200, 50]);
  expect(parts.flat()).toHaveLength(450);
});
