const EARTH_M = 6_371_009;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

export interface Place {
  lon: number;
  lat: number;
}

/** Great-circle distance of two WGS-84 positions, metres. */
export function metres(a: Place, b: Place): number {
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

/** Which way `b` lies from `a`. */
export function wind(a: Place, b: Place): (typeof WINDS)[number] {
  const y = Math.sin(rad(b.lon - a.lon)) * Math.cos(rad(b.lat));
  const x = Math.cos(rad(a.lat)) * Math.sin(rad(b.lat)) - Math.sin(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.cos(rad(b.lon - a.lon));
  return WINDS[(Math.round((Math.atan2(y, x) * 4) / Math.PI) + 8) % 8]!;
}
