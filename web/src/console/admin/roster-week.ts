import type { components } from "../../api/schema";
import { instant } from "../../words/format";

export type Board = components["schemas"]["DutyBoard"];
export type Line = Board["lines"][number];

const utc = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** Monday 1 to Sunday 7. */
export function weekday(date: string): number {
  return new Date(utc(date)).getUTCDay() || 7;
}

export interface Shift {
  line: Line;
  /** Whether somebody else, or nobody, was named for this date. */
  changed: boolean;
  /** Who comes; none when nobody does. */
  posting: string | undefined;
  /** Whether that post is filled then: it may have ended meanwhile. */
  present: boolean;
}

const begins = (line: Line, date: string) =>
  line.days.includes(weekday(date)) && (line.from == null || line.from <= date) && (line.to == null || date <= line.to);

/** The shifts that begin on a date, in order of their start; who leads stands first. */
export function shiftsOn(board: Board, date: string, zone: string): Shift[] {
  const shifts = board.lines.filter((line) => begins(line, date)).map((line): Shift => {
    const change = board.substitutes.find((one) => one.line === line.id && one.date === date);
    const posting = change ? (change.posting ?? undefined) : line.posting;
    const start = instant(date, line.start, zone);
    const present = board.watches.some((watch) => watch.posting.id === posting && watch.from <= start && start < watch.to);
    return { line, changed: change !== undefined, posting, present };
  });
  return shifts.sort((a, b) => a.line.start.localeCompare(b.line.start) || Number(b.line.leader) - Number(a.line.leader));
}
