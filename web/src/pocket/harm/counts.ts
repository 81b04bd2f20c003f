import type { HarmCounts } from "../../api/types";

export const COUNTS = ["dead", "missing", "injured", "moved", "affected", "loss_yuan"] as const;
export type Count = (typeof COUNTS)[number];

/** As it was typed; unknown until somebody says. */
export type Typed = Record<Count, string>;

export const NOTHING_KNOWN: Typed = { dead: "", missing: "", injured: "", moved: "", affected: "", loss_yuan: "" };

const DIGITS_MAX = 9;

/** What was typed as numbers; an empty field is unknown, which is not 0. The first field that is neither stops it. */
export function countsOf(typed: Typed): { counts: HarmCounts } | { wrong: Count } {
  const counts: HarmCounts = {};
  for (const count of COUNTS) {
    const text = typed[count].trim();
    if (text === "") continue;
    if (!/^\d+$/.test(text) || text.length > (count === "loss_yuan" ? DIGITS_MAX + 4 : DIGITS_MAX - 1)) return { wrong: count };
    counts[count] = Number(text);
  }
  return { counts };
}
