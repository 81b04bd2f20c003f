import type { UnitKind } from "../../../api/types";
import type { StateColour } from "../../../tokens/map-colours";
import { FILL_RANGES } from "./map-levels";

/** A unit as the map twin of a table draws it. */
export interface StateUnit {
  id: string;
  number: number;
  kind: UnitKind;
  name: string;
  state: StateColour;
  /** Under its name on the map. */
  text: string;
  /** Under its name beside the pointer; what stands on the map if nothing is given. */
  tip?: string;
  /** Whether one can go into it. */
  open?: boolean;
}

export type Range = (typeof FILL_RANGES)[number];

const LEVELS: Record<UnitKind, number> = {
  city: 0,
  county: 1,
  street: 2,
  town: 2,
  community: 3,
  village: 3,
  community_grid: 4,
  rural_grid: 4,
  dedicated_grid: 4,
  micro_grid: 5,
};

export interface Drawn {
  range: Range;
  units: StateUnit[];
}

/** The units below, or the unit itself where the map fills nothing as small as they are; nothing where it fills neither. */
export function drawnOf(within: StateUnit, below: readonly StateUnit[]): Drawn | undefined {
  return ofOneLevel(below) ?? ofOneLevel([within]);
}

/** The map fills one level at a time: the one that most of the units have. */
function ofOneLevel(units: readonly StateUnit[]): Drawn | undefined {
  const byLevel = FILL_RANGES.map((range) => ({ range, units: units.filter((unit) => LEVELS[unit.kind] === range.level) }));
  const [most] = byLevel.sort((a, b) => b.units.length - a.units.length);
  return most && most.units.length > 0 ? most : undefined;
}

/** What of the units is to be painted anew; those that left stand as nothing. */
export function repainted(before: ReadonlyMap<number, StateUnit>, after: ReadonlyMap<number, StateUnit>): [number, StateColour | ""][] {
  const changed: [number, StateColour | ""][] = [];
  for (const [number, { state }] of after) if (before.get(number)?.state !== state) changed.push([number, state]);
  for (const number of before.keys()) if (!after.has(number)) changed.push([number, ""]);
  return changed;
}
