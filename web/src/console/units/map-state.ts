import type { MapState } from "../../api/types";

export interface Cell {
  open: number;
  overdue: number;
}

export type Cells = ReadonlyMap<number, Cell>;

export const NO_CELLS: Cells = new Map();

export function cellsOf(state: MapState): Cells {
  return new Map(state.numbers.map((number, i) => [number, { open: state.open[i] ?? 0, overdue: state.overdue[i] ?? 0 }]));
}

/** Runs of unit numbers, first and last of each. */
export type Runs = readonly (readonly number[])[];

/** Only what changed, so that a live update repaints a few units and not a city. Units that left become zero. */
export function changes(before: Cells, after: Cells): [number, Cell][] {
  const changed: [number, Cell][] = [];
  for (const [number, cell] of after) {
    const old = before.get(number);
    if (old?.open !== cell.open || old.overdue !== cell.overdue) changed.push([number, cell]);
  }
  for (const number of before.keys()) if (!after.has(number)) changed.push([number, { open: 0, overdue: 0 }]);
  return changed;
}
