import type { Located } from "../../api/types";
import type { Photo } from "../photo";
import { metres } from "../tasks/geo";
import type { Draft } from "./draft";

/** So far apart they are two places, metres; below that a phone's own position is as good. */
const APART_M = 150;

type Placed = Pick<Draft, "point" | "unit" | "before" | "ownPlace">;
export type Offer = { photo: Photo; spot: NonNullable<Photo["place"]>; ask: boolean };

/** The position of a photo that the report may have. A person's own position is never replaced without asking. */
export function offerOf({ point, before, ownPlace }: Placed, photos: Photo[]): Offer | undefined {
  // `before` without the photo's position: the person chose another place since.
  if (ownPlace || before || point?.photo) return undefined;
  const photo = photos.find(({ place }) => place);
  if (!photo?.place) return undefined;
  const ask = point !== undefined;
  if (ask && metres(point, photo.place) <= Math.max(APART_M, point.accuracy ?? 0)) return undefined;
  return { photo, spot: photo.place, ask };
}

/** The report with the photo's position. One outside of all that is registered here says nothing of a place that somebody named. */
export function taken({ point, unit }: Placed, { photo, spot, ask }: Offer, located: Located | undefined): Placed {
  if (!ask && unit && located?.fallback) return { ownPlace: true };
  const found = located && { id: located.unit.id, names: located.unit.names };
  return { point: { ...spot, photo: photo.id }, unit: found ?? unit, before: { point, unit } };
}

/** As it was before. No other photo is asked then: the person has decided. */
export function takenBack({ before }: Placed): Placed {
  return { point: before?.point, unit: before?.unit, before: undefined, ownPlace: true };
}

/** The photo that gave the position was taken out: its position goes with it, and the next one may give its own. */
export function withoutIts({ before }: Placed): Placed {
  return { point: before?.point, unit: before?.unit, before: undefined };
}
