import type { HazardFilter, HazardState } from "../../api/types";
import type { HazardSearch } from "../search";

export const OPEN_STATES: readonly HazardState[] = [
  "reported",
  "accepted",
  "assigned",
  "controlled",
  "rectifying",
  "awaiting_verification",
  "verified",
  "suspended",
];

export const ALL_STATES: readonly HazardState[] = [...OPEN_STATES, "closed", "rejected", "duplicate"];

/** What the server is asked for: no state in the address means every open one. */
export function toFilter(search: HazardSearch): HazardFilter {
  const { state, ...rest } = search;
  if (state === "all") return rest;
  return state ? { ...rest, state } : { ...rest, open: true };
}

export function statesOf(search: HazardSearch): readonly string[] {
  if (search.state === "all") return ALL_STATES;
  return search.state?.split(",") ?? OPEN_STATES;
}
