import type { CallReport, MyCall } from "../../api/types";
import type { CallWork, Item } from "../outbox/item";

/** One of the three words of a post, and whether it is with the server yet. */
export interface Stage {
  what: CallReport;
  /** `null`: not said yet. */
  at: number | null;
  waiting: boolean;
  people?: number;
}

export interface Stages {
  received: Stage;
  on_post: Stage;
  moved: Stage;
  /** What is to be said next; nothing once the calls have ended. */
  next: CallReport | undefined;
}

type Tapped = Item & { work: CallWork };

/** The taps for a call that stand in the outbox, the first one first. */
export function tapsOf(items: readonly Item[], call: string): Tapped[] {
  return items.filter((item): item is Tapped => item.work.kind === "call" && item.work.call === call);
}

/**
 * What the server knows, and what was tapped since: without network the three steps go on. Whoever came by the link of
 * the call may speak for it; `may_report` is about sessions.
 */
export function stagesOf(call: MyCall, taps: readonly Tapped[], linked = false): Stages {
  const valid = taps.filter((tap) => tap.state !== "refused");
  const tapped = (...words: CallReport[]) => valid.find(({ work }) => words.includes(work.report));
  const stage = (what: CallReport, known: number | null | undefined, tap: Tapped | undefined): Stage =>
    known != null ? { what, at: known, waiting: false } : { what, at: tap?.made ?? null, waiting: tap !== undefined && tap.state !== "sent" };
  // Whoever is there has received it, and whoever moves people is there.
  const received = stage("received", call.received_at, tapped("received", "on_post", "moved"));
  const on_post = stage("on_post", call.on_post_at, tapped("on_post", "moved"));
  const last = [...valid].reverse().find(({ work, state }) => work.report === "moved" && (call.moved == null || state !== "sent"));
  const people = last?.work.people ?? call.moved ?? undefined;
  const moved: Stage = { what: "moved", at: last?.made ?? null, waiting: last !== undefined && last.state !== "sent", ...(people !== undefined && { people }) };
  const over = call.round_ended || (!linked && !call.may_report);
  const next = over ? undefined : received.at === null ? "received" : on_post.at === null ? "on_post" : "moved";
  return { received, on_post, moved, next };
}

const LEVELS = ["red", "orange", "yellow", "blue"];

/** Which call the page is about: one that still waits for a word; of several the strongest, the own before those of others. */
export function mostUrgent(calls: readonly MyCall[], items: readonly Item[]): MyCall | undefined {
  const rank = ({ warning, mine }: MyCall) => 2 * LEVELS.indexOf(warning?.colour ?? "blue") + (mine ? 0 : 1);
  const sorted = [...calls].sort((a, b) => rank(a) - rank(b));
  const waits = (call: MyCall) => {
    const { next } = stagesOf(call, tapsOf(items, call.id));
    return next === "received" || next === "on_post";
  };
  return sorted.find(waits) ?? sorted[0];
}

const PEOPLE_MAX = 100_000;

/** A number of people as it was typed; nothing for what is none. */
export function peopleIn(text: string): number | undefined {
  const typed = text.trim();
  const people = Number(typed);
  return /^\d+$/.test(typed) && people <= PEOPLE_MAX ? people : undefined;
}
