import type { CatalogueItem, Names, NewHazard } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { load, save } from "../storage";

export interface Point {
  lon: number;
  lat: number;
  accuracy: number;
}

/** A report being written. Its id is the hazard's id and the key under which it is sent, however often. */
export interface Draft {
  id: string;
  step: 1 | 2 | 3;
  kind?: Pick<CatalogueItem, "id" | "names" | "urgency">;
  point?: Point;
  unit?: { id: string; names: Names };
  placeText: string;
  description: string;
  savedAt: number;
}

export const DESCRIPTION_MAX = 2000;
const KEY = "bridgehead.draft";

export function newDraft(now: number): Draft {
  return { id: uuid7(now), step: 1, placeText: "", description: "", savedAt: now };
}

export function storedDraft(): Draft | undefined {
  return load<Draft>(KEY);
}

export function storeDraft(draft: Draft | undefined): boolean {
  return save(KEY, draft);
}

/** Worth offering again: an untouched draft is no work lost. */
export function hasContent(draft: Draft | undefined): draft is Draft {
  return draft?.kind !== undefined;
}

export function isPlaced(draft: Draft): boolean {
  return draft.point !== undefined || draft.unit !== undefined;
}

/** The words for the spot go before the description: the API takes coordinates, a unit or a registered place. */
export function toRequest(draft: Draft): NewHazard {
  const description = [draft.placeText.trim(), draft.description.trim()].filter(Boolean).join("\n").slice(0, DESCRIPTION_MAX);
  return {
    id: draft.id,
    category: draft.kind!.id,
    ...(description && { description }),
    ...(draft.point && { lon: draft.point.lon, lat: draft.point.lat, accuracy_m: Math.round(draft.point.accuracy) }),
    ...(!draft.point && draft.unit && { unit: draft.unit.id }),
  };
}
