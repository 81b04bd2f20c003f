import { expect, test } from "vitest";
import type { BoardUnit, CallCounts, WarningView } from "../../api/types";
import { confirmedOf, countOf, COUNTED, countsAs, unanswered } from "../shell/call-counts";
import { inForceFirst } from "../shell/in-force";
import { orderUnits, unitState } from "./order";

const NONE: CallCounts = { posts: 0, pending: 0, silent: 0, unreached: 0, escalated: 0, received: 0, on_post: 0, ended: 0, moved: 0 };
const unit = (id: string, counts: Partial<CallCounts>, rest: Partial<BoardUnit> = {}) =>
  ({ id, counts: { ...NONE, ...counts }, confirmed: false, blackout: false, ...rest }) as BoardUnit;
const warning = (id: string, rest: Partial<WarningView>) =>
  ({ id, message: "alert", ended: null, expires_at: null, colour: null, ...rest }) as WarningView;

test("lost communication comes before silence, and the confirmed come last", () => {
  const units = [
    unit("done", { on_post: 3 }, { confirmed: true }),
    unit("few", { silent: 1, on_post: 1 }),
    unit("many", { silent: 2, escalated: 3 }),
    unit("dark", { unreached: 1 }, { blackout: true }),
    unit("few too", { pending: 1 }),
  ];
  expect(orderUnits(units).map(({ id }) => id)).toEqual(["dark", "many", "few", "few too", "done"]);
  expect(units.map(unitState)).toEqual(["confirmed", "open", "open", "blackout", "open"]);
});

test("every call is counted once", () => {
  const counts = { ...NONE, posts: 28, pending: 1, silent: 2, unreached: 3, escalated: 4, received: 5, on_post: 6, ended: 7 };
  expect(COUNTED.reduce((sum, what) => sum + countOf(counts, what), 0)).toBe(counts.posts);
  expect(unanswered(counts)).toBe(10);
});

test("received is not on post at orange and red", () => {
  const counts = { ...NONE, posts: 9, received: 5, on_post: 2 };
  expect(confirmedOf(counts, countsAs("red"))).toBe(2);
  expect(confirmedOf(counts, countsAs("orange"))).toBe(2);
  expect(confirmedOf(counts, countsAs("yellow"))).toBe(7);
});

test("what is in force comes first, red before blue; the rest keeps its order", () => {
  const rows = [
    warning("cancel", { message: "cancel" }),
    warning("blue", { colour: "blue" }),
    warning("over", { colour: "red", expires_at: 5 }),
    warning("red", { colour: "red", expires_at: 99 }),
    warning("ended", { colour: "red", ended: { ending: "cancelled", at: 1, by: null } }),
    warning("no level", {}),
  ];
  expect(inForceFirst(rows, 10).map(({ id }) => id)).toEqual(["red", "blue", "no level", "cancel", "over", "ended"]);
});
