import { parse } from "exifr/dist/mini.esm.mjs";
import type { Spot } from "../photo";

/** Latitude and longitude with their signs, and how exact they are. */
const TAGS = [1, 2, 3, 4, 0x1f];
const OPTIONS = { ifd0: false, ifd1: false, exif: false, interop: false, gps: TAGS, translateKeys: false, translateValues: false, mergeOutput: false };

/** Where a picture was taken. Most phones take that out before a page gets the picture; then there is nothing. */
export async function spotIn(file: Blob | ArrayBuffer): Promise<Spot | undefined> {
  // Not every picture is a JPEG.
  const found = await parse(file, OPTIONS as never).catch(() => undefined);
  return spotOf(found?.gps);
}

/** Cameras without a fix write zeros, or nothing that is a number. */
export function spotOf(gps: { latitude?: unknown; longitude?: unknown; [tag: number]: unknown } | undefined): Spot | undefined {
  const { latitude: lat, longitude: lon, 0x1f: accuracy } = gps ?? {};
  if (typeof lat !== "number" || typeof lon !== "number" || (lat === 0 && lon === 0)) return undefined;
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return undefined;
  return { lon, lat, ...(typeof accuracy === "number" && accuracy > 0 && Number.isFinite(accuracy) && { accuracy }) };
}
