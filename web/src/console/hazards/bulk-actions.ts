import type { ActionWord, HazardState, HazardView } from "../../api/types";

/** Steps that make sense for many at once, with who may and where. The server holds the same rules and has the last word. */
const BULK: readonly { action: ActionWord; permission: string; from: readonly HazardState[] }[] = [
  { action: "accept", permission: "accept_hazard", from: ["reported"] },
  { action: "assign", permission: "assign_hazard", from: ["accepted", "assigned", "controlled"] },
  { action: "control", permission: "control_hazard", from: ["accepted", "assigned"] },
  { action: "start", permission: "rectify_hazard", from: ["controlled"] },
  { action: "finish", permission: "rectify_hazard", from: ["rectifying"] },
  { action: "verify", permission: "verify_hazard", from: ["awaiting_verification"] },
  { action: "close", permission: "close_hazard", from: ["verified"] },
  { action: "reject", permission: "reject_hazard", from: ["reported"] },
  { action: "return", permission: "verify_hazard", from: ["awaiting_verification", "verified"] },
  { action: "suspend", permission: "suspend_hazard", from: ["assigned", "controlled", "rectifying", "suspended"] },
  { action: "resume", permission: "suspend_hazard", from: ["suspended"] },
];

export interface Offer {
  action: ActionWord;
  /** How many of the chosen stand where this step can be taken. */
  fits: number;
}

/** Steps that fit at least one of the chosen, those that fit most first. */
export function offers(chosen: readonly HazardView[], permissions: readonly string[]): Offer[] {
  return BULK.filter(({ permission }) => permissions.includes(permission))
    .map(({ action, from }) => ({ action, fits: chosen.filter((hazard) => from.includes(hazard.state)).length }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits);
}

/** The lowest unit that holds all of them. */
export function commonUnit(chosen: readonly HazardView[]): string | undefined {
  const [first, ...rest] = chosen.map((hazard) => hazard.lineage.map((unit) => unit.id));
  return first?.filter((id, level) => rest.every((line) => line[level] === id)).at(-1);
}

/** Hazards of one request; the server takes 500. The results of each part are shown before the next one is sent. */
const MOST = 200;

export function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MOST) }, (_, i) => all.slice(i * MOST, (i + 1) * MOST));
}
