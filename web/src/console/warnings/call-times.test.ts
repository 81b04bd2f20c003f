import { expect, test } from "vitest";
import type { CallView } from "../../api/types";
import { isSilent, reportsLeft, sinceOf } from "./call-times";

const call = (rest: Partial<CallView>) => ({ state: "sent", first_at: 1, received_at: null, on_post_at: null, may_report: true, ...rest }) as CallView;

test("silence counts from the first call, an answer from when it came", () => {
  expect(sinceOf(call({ state: "pending", first_at: null }))).toBeNull();
  expect(sinceOf(call({ state: "unreached" }))).toBe(1);
  expect(sinceOf(call({ state: "received", received_at: 2 }))).toBe(2);
  expect(sinceOf(call({ state: "on_post", received_at: 2, on_post_at: 3 }))).toBe(3);
});

test("what is left to say grows less with each answer", () => {
  expect(reportsLeft(call({}))).toEqual(["received", "on_post"]);
  expect(reportsLeft(call({ state: "received" }))).toEqual(["on_post"]);
  expect(reportsLeft(call({ state: "on_post" }))).toEqual([]);
  expect(reportsLeft(call({ state: "ended" }))).toEqual([]);
  expect(reportsLeft(call({ may_report: false }))).toEqual([]);
});

test("out of reach is silent too, ended is not", () => {
  expect(["pending", "sent", "unreached", "received", "on_post", "ended"].map((state) => isSilent(call({ state: state as CallView["state"] })))).toEqual([true, true, true, false, false, false]);
});
