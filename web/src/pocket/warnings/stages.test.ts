import { expect, test } from "vitest";
import type { MyCall } from "../../api/types";
import type { CallWork, Item } from "../outbox/item";
import { mostUrgent, peopleIn, stagesOf, tapsOf } from "./stages";

const call = (rest: Partial<MyCall> = {}) => ({ id: "a", state: "sent", received_at: null, on_post_at: null, moved: null, may_report: true, ...rest }) as MyCall;
const tap = (report: CallWork["report"], made: number, rest: Partial<Item> & { people?: number; call?: string } = {}) => {
  const { people, call = "a", ...item } = rest;
  return { state: "waiting", made, work: { kind: "call", call, report, ...(people !== undefined && { people }) }, ...item } as Item & { work: CallWork };
};

test("three words, one after another", () => {
  expect(stagesOf(call(), []).next).toBe("received");
  expect(stagesOf(call({ state: "received", received_at: 5 }), []).next).toBe("on_post");
  expect(stagesOf(call({ state: "on_post", received_at: 5, on_post_at: 9 }), []).next).toBe("moved");
  expect(stagesOf(call({ state: "ended", round_ended: true }), []).next).toBeUndefined();
  expect(stagesOf(call({ may_report: false }), []).next).toBeUndefined();
  expect(stagesOf(call({ may_report: false }), [], true).next).toBe("received");
});

test("without network the steps go on, and say that they wait", () => {
  const taps = [tap("received", 10), tap("on_post", 20)];
  const stages = stagesOf(call(), taps);
  expect(stages.next).toBe("moved");
  expect(stages.received).toEqual({ what: "received", at: 10, waiting: true });
  expect(stages.on_post).toEqual({ what: "on_post", at: 20, waiting: true });
});

test("the server's time counts once it has one, and a refused tap never did", () => {
  expect(stagesOf(call({ received_at: 4 }), [tap("received", 10)]).received).toEqual({ what: "received", at: 4, waiting: false });
  expect(stagesOf(call(), [tap("received", 10, { state: "refused" })]).next).toBe("received");
  expect(stagesOf(call(), [tap("received", 10, { state: "sent" })]).received).toEqual({ what: "received", at: 10, waiting: false });
});

test("of numbers the last one counts, and the server's above those that arrived", () => {
  const taps = [tap("moved", 10, { people: 3, state: "sent" }), tap("moved", 20, { people: 7 })];
  expect(stagesOf(call({ on_post_at: 1 }), taps).moved).toEqual({ what: "moved", at: 20, waiting: true, people: 7 });
  expect(stagesOf(call({ moved: 12 }), taps.slice(0, 1)).moved).toEqual({ what: "moved", at: null, waiting: false, people: 12 });
});

test("the page is about the call that waits for a word", () => {
  const calls = [call({ received_at: 1, on_post_at: 2 }), call({ id: "b" })];
  expect(mostUrgent(calls, [])?.id).toBe("b");
  expect(mostUrgent(calls, [tap("on_post", 3, { call: "b" })])?.id).toBe("a");
  expect(mostUrgent([], [])).toBeUndefined();
  const red = { colour: "red" } as MyCall["warning"];
  const many = [call({ id: "yellow", mine: true }), call({ id: "deputy", warning: red }), call({ id: "own", mine: true, warning: red })];
  expect(mostUrgent(many, [])?.id).toBe("own");
  expect(tapsOf([tap("received", 1), tap("received", 1, { call: "b" })], "b")).toHaveLength(1);
});

test("a number of people is whole and possible", () => {
  expect(["12", " 0 ", "100000", "100001", "1.5", "-1", "", "12人"].map(peopleIn)).toEqual([12, 0, 100_000, undefined, undefined, undefined, undefined, undefined]);
});
