import type { CatalogueItem, HazardReport, Names } from "../../api/types";
import { uuid7 } from "../../api/uuid7";

export interface Point {
  lon: number;
  lat: number;
  /** Metres; not known of most photos. */
  accuracy?: number | undefined;
  /** The photo that it was read from. */
  photo?: string;
}

/** A report being written. Its id is the hazard's id and the key under which it is sent, however often. */
export interface Draft {
  id: string;
  /** Key of the follow link, made here so that a repeated send has it too. */
  secret: string;
  step: 1 | 2 | 3;
  kind?: Pick<CatalogueItem, "id" | "names" | "urgency" | "restricted">;
  point?: Point;
  unit?: { id: string; names: Names };
  /** What stood there before a photo's position took its place. */
  before?: Pick<Draft, "point" | "unit"> | undefined;
  /** The person wants no position from a photo. */
  ownPlace?: boolean;
  placeText: string;
  description: string;
  savedAt: number;
  /** Staff may write down what somebody else saw or told by telephone. */
  channel?: Exclude<HazardReport["channel"], "own" | "import" | null>;
}

export const DESCRIPTION_MAX = 2000;

export function newDraft(now: number): Draft {
  return { id: uuid7(now), secret: newSecret(), step: 1, placeText: "", description: "", savedAt: now };
}

/** 128 random bits as 32 digits. */
function newSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Worth offering again: an untouched draft is no work lost. */
export function hasContent(draft: Draft | undefined): draft is Draft {
  return draft?.kind !== undefined;
}

export function isPlaced(draft: Draft): boolean {
  return draft.point !== undefined || draft.unit !== undefined;
}

/** The words for the spot go before the description: the API takes coordinates, a unit or a registered place. */
export function toRequest(draft: Draft): HazardReport {
  const description = [draft.placeText.trim(), draft.description.trim()].filter(Boolean).join("\n").slice(0, DESCRIPTION_MAX);
  return {
    id: draft.id,
    category: draft.kind!.id,
    follow_secret: draft.secret,
    ...(draft.channel && { channel: draft.channel }),
    ...(description && { description }),
    ...(draft.point && { lon: draft.point.lon, lat: draft.point.lat, ...(draft.point.accuracy && { accuracy_m: Math.round(draft.point.accuracy) }) }),
    ...(!draft.point && draft.unit && { unit: draft.unit.id }),
  };
}
