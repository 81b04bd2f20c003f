import type { ApiProblem } from "../../api/problem";

const FIRST_MS = 2000;
const LONGEST_MS = 300_000;
/** Not the report is wrong here, but the moment. */
const PASSING = new Set(["outcome_unknown", "files_full"]);

/** How long to wait after `tries` failures, ms. */
export function pause(tries: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10));
}

/**
 * Whether to try again. A refusal is one only in the server's own words: gate pages of networks answer with 403 or
 * 404 too, and their problems have no code (the client then says `internal`).
 */
export function isPassing({ code, status }: ApiProblem): boolean {
  if (status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500) return true;
  return code === "internal" || PASSING.has(code);
}
