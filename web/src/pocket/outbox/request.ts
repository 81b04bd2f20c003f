import type { Item } from "./item";

/** A stalled connection must not hold up everything behind it, ms. */
export const REQUEST_MS = 30_000;
export const UPLOAD_MS = 120_000;

/** `AbortSignal.timeout` is too new for some phones in use. */
function after(ms: number): AbortSignal {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), ms);
  return stop.signal;
}

/** What was made without an account goes out without one, whoever is signed in by now. */
export function options({ account }: Item, ms: number): { credentials: RequestCredentials; headers: Record<string, string>; signal: AbortSignal } {
  // What the phone's clock says, so that a wrong one can be set right.
  const headers = { "Device-Time": `${Date.now()}` };
  return { credentials: account === null ? "omit" : "same-origin", headers, signal: after(ms) };
}
