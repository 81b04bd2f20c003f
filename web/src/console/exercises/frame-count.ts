import type { Course } from "./queries";

export const RESPONSES = ["undecided", "active", "attended"] as const;
export const COUNTS = [...RESPONSES, "tasks_open", "tasks_late", "tasks_done"] as const;
export type Count = (typeof COUNTS)[number];

/** What is counted at a moment: what was done when at the time is not on record. */
export const countsOf = (course: Course): readonly Count[] => (course === "as_it_was" ? RESPONSES : COUNTS);

/** A number of a moment; nothing where the sources of the scenario do not tell it: that none is on record does not say that there was none. */
export function onRecord(course: Course, count: Count, value: number): number | undefined {
  return course === "as_it_was" && count !== "undecided" && value === 0 ? undefined : value;
}
