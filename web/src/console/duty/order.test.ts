import { expect, test } from "vitest";
import type { components } from "../../api/schema";
import type { EvacuationView, HarmView, PublicMessage } from "../../api/types";
import { evacuationsInOrder, harmNews, messageWaits, responsesInOrder, unseenHarm, waitingMessages } from "./order";

type Response = components["schemas"]["ResponseView"];

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

test("what waits for a decision comes first, the longest of all; then signatures; then late tasks", () => {
  const one = (id: string, since?: number, late = 0) => ({ id, proposal: since === undefined ? null : { since }, tasks: { late } }) as unknown as Response;
  const open = [one("calm"), one("late", undefined, 2), one("young", 20), one("old", 10), one("spoken")];
  expect(ids(responsesInOrder(open, [one("spoken"), one("over")]))).toEqual(["old", "young", "spoken", "over", "late", "calm"]);
});

const report = (id: string, recorded_at: number, levels: [string, number | null, boolean][]) =>
  ({ id, recorded_at, levels: levels.map(([unit, seen_at, news]) => ({ unit: { id: unit }, seen_at, news })) }) as unknown as HarmView;

test("only the own level's eyes count for a report of harm", () => {
  const mine = new Set(["street"]);
  const seen = report("seen", 1, [["city", null, false], ["street", 5, false]]);
  const changed = report("changed", 2, [["street", 5, true]]);
  const late = report("late", 4, [["street", null, false]]);
  const early = report("early", 3, [["street", null, false]]);
  expect(harmNews(seen, mine)).toBeUndefined();
  expect(ids(unseenHarm([seen, changed, late, early], mine))).toEqual(["early", "late", "changed"]);
  expect(unseenHarm([seen, late], new Set())).toEqual([]);
});

test("a message waits for approval, a signature or a review", () => {
  const message = (id: string, rest: object) => ({ id, state: "published", glass: false, own: false, written: { at: 0 }, ...rest }) as unknown as PublicMessage;
  const out = message("out", {});
  const alone = message("alone", { glass: true });
  const judged = message("judged", { glass: true, verdict: "justified" });
  const spoken = message("spoken", { oral: { to_sign: true }, written: { at: 1 } });
  const mine = message("mine", { state: "submitted", own: true });
  const theirs = message("theirs", { state: "submitted", submitted_at: 9 });
  expect([out, alone, judged, spoken, mine].map(messageWaits)).toEqual([undefined, "review", undefined, "sign", "approve"]);
  expect(ids(waitingMessages([out, alone, judged, spoken, mine, theirs]))).toEqual(["theirs", "mine", "alone", "spoken"]);
});

test("who left too early comes before who is missing", () => {
  const row = (id: string, left_early: number, unaccounted: number) => ({ id, households: { left_early, unaccounted } }) as EvacuationView;
  expect(ids(evacuationsInOrder([row("safe", 0, 0), row("many", 0, 900), row("early", 1, 2)]))).toEqual(["early", "many", "safe"]);
});
