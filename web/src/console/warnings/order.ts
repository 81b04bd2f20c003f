import type { BoardUnit } from "../../api/types";
import { unanswered } from "../shell/call-counts";

/** Who must be looked after first: where communication is lost, then where most posts have not answered; the confirmed last. */
export function orderUnits(units: readonly BoardUnit[]): BoardUnit[] {
  const rank = (unit: BoardUnit) => (unit.confirmed ? 2 : unit.blackout ? 0 : 1);
  return [...units].sort((a, b) => rank(a) - rank(b) || unanswered(b.counts) - unanswered(a.counts));
}

export function unitState({ confirmed, blackout }: BoardUnit): "confirmed" | "blackout" | "open" {
  if (confirmed) return "confirmed";
  return blackout ? "blackout" : "open";
}
