import { instant, timeOfDay, today } from "../../words/format";

const MINUTE_MS = 60_000;

/** What the shipped plans give people to leave. */
const LEAVE_MS = 90 * MINUTE_MS;

/** Nobody announces 14:37. */
const STEP_MS = 10 * MINUTE_MS;

/** A date and a time of the installation's clock, as their fields write them; both empty where nothing is said. */
export interface Moment {
  date: string;
  time: string;
}

export const UNSAID: Moment = { date: "", time: "" };

export function usualDue(now: number, zone: string): Moment {
  const due = Math.ceil((now + LEAVE_MS) / STEP_MS) * STEP_MS;
  return { date: today(due, zone), time: timeOfDay(due, zone) };
}

/** UTC milliseconds; null where nothing is said, NaN where half of it is. */
export function momentMs({ date, time }: Moment, zone: string): number | null {
  return date === "" && time === "" ? null : instant(date, time, zone);
}
