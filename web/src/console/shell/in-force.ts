import type { WarningColour, WarningView } from "../../api/types";

const LEVELS: readonly (WarningColour | null)[] = ["red", "orange", "yellow", "blue", null];

/** A cancellation or an acknowledgement warns of nothing by itself. */
export function inForce({ message, ended, expires_at }: WarningView, now: number): boolean {
  return (message === "alert" || message === "update") && ended == null && (expires_at == null || expires_at > now);
}

/** What is in force comes first, from red to blue; everything else as the server gave it, the latest first. */
export function inForceFirst(rows: readonly WarningView[], now: number): WarningView[] {
  const on = rows.filter((row) => inForce(row, now));
  const level = (row: WarningView) => LEVELS.indexOf(row.colour ?? null);
  return [...on.sort((a, b) => level(a) - level(b)), ...rows.filter((row) => !inForce(row, now))];
}
