import type { HazardDetail } from "../../api/types";

export type Deadline = HazardDetail["deadlines"][number];

/** How a limit stands. What stands still or no longer matters neither runs nor becomes overdue. */
export type Standing =
  | { is: "met"; at: number; late: boolean }
  | { is: "lifted"; at: number; late: boolean }
  | { is: "paused"; pause: Pause | undefined; late: boolean }
  | { is: "running" };

interface Pause {
  from: number;
  /** When the program ends it by itself. */
  until: number;
  /** What was left when it began; below zero where the limit had passed. */
  left: number;
}

/** `all` are the limits of the hazard: a pause is told by the one for going on again. */
export function standing(deadline: Deadline, all: readonly Deadline[]): Standing {
  const { met_at, lifted_at, paused, overdue: late } = deadline;
  if (met_at != null) return { is: "met", at: met_at, late };
  if (lifted_at != null) return { is: "lifted", at: lifted_at, late };
  if (!paused) return { is: "running" };
  const span = suspended(all);
  // A limit that a regrading began anew during the pause has all of its time left.
  const pause = span && { ...span, left: deadline.due_at - Math.max(span.from, deadline.started_at) };
  return { is: "paused", pause, late };
}

/** Since when the hazard is suspended, and until when. Granted again it stays one pause: each grant begins where the last was met. */
function suspended(all: readonly Deadline[]): { from: number; until: number } | undefined {
  const grants = all.filter(({ step }) => step === "resume");
  const open = grants.find(({ met_at, lifted_at }) => met_at == null && lifted_at == null);
  if (!open) return undefined;
  let from = open.started_at;
  const before = () => grants.find((grant) => grant.met_at === from && grant.started_at < from);
  for (let grant = before(); grant; grant = before()) from = grant.started_at;
  return { from, until: open.due_at };
}

/** When it would have ended without pauses, where it had any; `"same"` where they did not move its end. */
export function unpaused(deadline: Deadline): number | "same" | undefined {
  const { unpaused_due_at: end, due_at, paused, lifted_at } = deadline;
  if (end == null || lifted_at != null) return undefined;
  return paused || end !== due_at ? end : "same";
}
