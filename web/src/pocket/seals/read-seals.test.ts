import { expect, test } from "vitest";
import { allSeals, newestSeals, shortened, type ReadSeals, type Seal } from "./read-seals";

const KEYS = [{ id: "k1", public_key: "ab".repeat(32) }];

function seal(number: number): Seal {
  const place = { tx: number, seq: 1 };
  return { number, first: place, last: place, entries: 2, root: "aa", previous: "bb", hash: "cc", sealed_at: number * 60_000, key: "k1", signature: "dd" };
}

/** A server with these seals; counts what it was asked. */
function server(numbers: number[], most = 1_000) {
  const asked: [number, number][] = [];
  const read: ReadSeals = (after, limit) => {
    asked.push([after, limit]);
    return Promise.resolve({ seals: numbers.filter((one) => one > after).slice(0, Math.min(limit, most)).map(seal), keys: KEYS });
  };
  return { asked, read };
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const numbers = (seals: Seal[]) => seals.map((one) => one.number);

test("without a seal there is nothing to show but the keys", async () => {
  expect(await newestSeals(server([]).read, 10)).toEqual({ seals: [], keys: KEYS });
});

test("the newest come first, however many there are", async () => {
  for (const n of [1, 9, 10, 11, 19, 20, 21, 999, 1000, 1001, 1010, 12_345]) {
    const { seals } = await newestSeals(server(upTo(n)).read, 10);
    expect(numbers(seals), `${n} seals`).toEqual(upTo(n).reverse().slice(0, 10));
  }
});

test("a year of seals is searched, not read", async () => {
  const { asked, read } = server(upTo(500_000));
  const { seals } = await newestSeals(read, 10);
  expect(seals[0]?.number).toBe(500_000);
  expect(asked.length).toBeLessThan(35);
  expect(asked.every(([, limit]) => limit <= 20)).toBe(true);
});

test("a gap in the numbers does not lose the end", async () => {
  const some = upTo(3_000).filter((one) => one < 1_200 || one > 2_900);
  expect(numbers((await newestSeals(server(some).read, 5)).seals)).toEqual([3000, 2999, 2998, 2997, 2996]);
});

test("the file holds every seal and the keys, as the server says them", async () => {
  for (const n of [0, 1, 7, 14, 15]) {
    const heard: number[] = [];
    const { read } = server(upTo(n), 7);
    const pieces = await allSeals(read, (soFar) => heard.push(soFar), () => false);
    expect(JSON.parse(pieces!.join("")), `${n} seals`).toEqual({ seals: upTo(n).map(seal), keys: KEYS });
    expect(heard.at(-1) ?? 0).toBe(n);
  }
});

test("who leaves the page ends the reading", async () => {
  const { asked, read } = server(upTo(50), 7);
  expect(await allSeals(read, () => undefined, () => asked.length === 2)).toBeUndefined();
  expect(asked).toHaveLength(2);
});

test("long digits are shown by both ends", () => {
  expect(shortened("0123456789abcdef".repeat(4))).toBe("01234567…89abcdef");
  expect(shortened("key-1")).toBe("key-1");
});
