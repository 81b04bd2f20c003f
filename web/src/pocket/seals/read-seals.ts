import type { components } from "../../api/schema";

export type Seals = components["schemas"]["SealsView"];
export type Seal = components["schemas"]["SealWire"];

/** At most `limit` seals whose number is greater than `after`, in order, with all keys. */
export type ReadSeals = (after: number, limit: number) => Promise<Seals>;

/** The server gives no more at once. */
const MOST = 1_000;

/** The newest seals, newest first. Seals are made each minute and read from the oldest on: their end is searched for, not read up to. */
export async function newestSeals(read: ReadSeals, count: number): Promise<Seals> {
  const first = await read(0, count);
  if (first.seals.length < count) return { ...first, seals: first.seals.reverse() };
  // After `low` there is a seal, after `high` there is none.
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = MOST; high - low > count; ) {
    const middle = Number.isFinite(high) ? Math.floor((low + high) / 2) : low + step;
    const [next] = (await read(middle, 1)).seals;
    if (next) low = Math.max(middle, next.number - 1);
    else high = middle;
    step *= 2;
  }
  const last = await read(Math.max(0, high - 2 * count), 2 * count);
  return { ...last, seals: last.seals.slice(-count).reverse() };
}

/** All seals as the text of a file, in pieces: `{ seals, keys }` as the server says it. `onRead` hears how many there are so far. */
export async function allSeals(read: ReadSeals, onRead: (n: number) => void, stopped: () => boolean): Promise<string[] | undefined> {
  const pieces: string[] = ['{"seals":['];
  for (let after = 0, n = 0; ; ) {
    const { seals, keys } = await read(after, MOST);
    if (stopped()) return undefined;
    const last = seals.at(-1);
    if (!last) return [...pieces, `],"keys":${JSON.stringify(keys)}}\n`];
    pieces.push((n > 0 ? ",\n" : "") + seals.map((seal) => JSON.stringify(seal)).join(",\n"));
    n += seals.length;
    after = last.number;
    onRead(n);
  }
}

/** The beginning and the end of a long row of digits. */
export function shortened(digits: string): string {
  return digits.length > 20 ? `${digits.slice(0, 8)}…${digits.slice(-8)}` : digits;
}
