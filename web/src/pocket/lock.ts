const NAME = "bridgehead.outbox";
let before: Promise<unknown> = Promise.resolve();

/** One at a time in all tabs. Plain-HTTP pages have no locks: there one at a time in this tab, and the keys of the requests do the rest. */
export function alone<T>(work: () => Promise<T>): Promise<T> {
  if ("locks" in navigator) return navigator.locks.request(NAME, work) as Promise<T>;
  const turn = before.then(work, work);
  before = turn.catch(() => undefined);
  return turn;
}
