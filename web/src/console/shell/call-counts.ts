import type { CallCounts, WarningColour } from "../../api/types";

/** What the board says of calls, in its order: the answers first, then what keeps people from answering, then silence. */
export const COUNTED = ["on_post", "received", "unreached", "silent", "escalated", "ended"] as const;
export type Counted = (typeof COUNTED)[number];

/** Nothing has ended unanswered while calls go on. */
export function shownIn(counts: CallCounts): readonly Counted[] {
  return COUNTED.filter((what) => what !== "ended" || counts.ended > 0);
}

/** Nobody has been called yet or nobody answered: to the reader both are without an answer. */
export function countOf(counts: CallCounts, what: Counted): number {
  return what === "silent" ? counts.silent + counts.pending : counts[what];
}

/** At orange and red somebody must stand at the point; below, having heard it is enough. */
export function countsAs(colour: WarningColour): "on_post" | "received" {
  return colour === "red" || colour === "orange" ? "on_post" : "received";
}

export function confirmedOf(counts: CallCounts, as: string): number {
  return as === "on_post" ? counts.on_post : counts.on_post + counts.received;
}

/** Without an answer, for whatever reason. */
export function unanswered(counts: CallCounts): number {
  return counts.pending + counts.silent + counts.unreached + counts.escalated;
}
