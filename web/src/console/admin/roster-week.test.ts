import { expect, test } from "vitest";
import { plusDays } from "../../words/format";
import { shiftsOn, weekday, type Board } from "./roster-week";

const ZONE = "Asia/Shanghai";
const line = (id: string, more: object = {}) => ({ id, kind: "day", start: "08:30", end: "17:30", days: [1, 2, 3, 4, 5], posting: `post-${id}`, leader: false, ...more });
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const watch = (posting: string, from: string, to: string) => ({ from: at(from), to: at(to), leader: false, posting: { id: posting, title: {} } });
const board = (more: object) => ({ lines: [], watches: [], substitutes: [], gaps: [], leaderless: [], ...more }) as unknown as Board;

test("Sunday is the seventh day, and days go on over the turn of a year", () => {
  expect(weekday("2026-11-29")).toBe(7);
  expect(weekday("2026-11-30")).toBe(1);
  expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
});

test("a line counts on its weekdays between its first and last date", () => {
  const lines = [line("a", { from: "2026-11-24", to: "2026-11-26" })];
  const days = ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-27", "2026-11-28"];
  expect(days.map((day) => shiftsOn(board({ lines }), day, ZONE).length)).toEqual([0, 1, 1, 0, 0]);
});

test("a substitute comes on that date alone, and nobody is an answer", () => {
  const lines = [line("a")];
  const substitutes = [{ line: "a", date: "2026-11-24", posting: "other" }, { line: "a", date: "2026-11-25" }];
  const who = (day: string) => shiftsOn(board({ lines, substitutes }), day, ZONE).map(({ posting, changed }) => [posting, changed])[0];
  expect(who("2026-11-23")).toEqual(["post-a", false]);
  expect(who("2026-11-24")).toEqual(["other", true]);
  expect(who("2026-11-25")).toEqual([undefined, true]);
});

test("a post that nobody holds at the start of the shift is not there", () => {
  const lines = [line("a"), line("b", { start: "08:00", leader: true })];
  const watches = [watch("post-a", "2026-11-24T08:30", "2026-11-24T17:30")];
  expect(shiftsOn(board({ lines, watches }), "2026-11-24", ZONE).map((shift) => [shift.line.id, shift.present])).toEqual([["b", false], ["a", true]]);
});
