import type { HazardFilter, HazardState } from "../../api/types";
import { endOfDay, plusDays, today } from "../../words/format";
import type { Due, HazardSearch } from "../search";

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

const HOUR_MS = 3_600_000;

/** Until when, for what is due by the clock or by the calendar of the installation. */
function until(due: Exclude<Due, "over">, now: number, zone: string): number {
  if (due === "1h") return now + HOUR_MS;
  return endOfDay(plusDays(today(now, zone), due === "today" ? 0 : 3), zone);
}

/** What the server is asked for: no state in the address means every open one; days end where the installation is. */
export function toFilter(search: HazardSearch, now: number, zone: string): HazardFilter {
  const { state, due, ...rest } = search;
  const by = due === undefined ? {} : due === "over" ? { overdue: true } : { due: until(due, now, zone) };
  if (state === "all") return { ...rest, ...by };
  return state ? { ...rest, ...by, state } : { ...rest, ...by, open: true };
}

export function statesOf(search: HazardSearch): readonly string[] {
  if (search.state === "all") return ALL_STATES;
  return search.state?.split(",") ?? OPEN_STATES;
}
