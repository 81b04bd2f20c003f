/** Which level of unit the map fills at a zoom; the tiles carry exactly these. */
export const FILL_RANGES = [
  { level: 1, from: 0, to: 9 },
  { level: 2, from: 9, to: 11 },
  { level: 3, from: 11, to: 13 },
  { level: 4, from: 13, to: 24 },
] as const;

export function levelAt(zoom: number): number {
  return FILL_RANGES.find((range) => zoom < range.to)?.level ?? 4;
}

/** Places are drawn from here on; below, a community is too small for its garages to be told apart. */
export const PLACES_ZOOM = 15;

/** Stairwells and gates are points a few metres apart. */
export const STAIRS_ZOOM = 17;
