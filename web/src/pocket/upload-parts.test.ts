import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { asProblem } from "../api/problem";
import { PART } from "../api/upload";
import { inParts } from "../api/upload-parts";
import { isPassing } from "./outbox/outcome";
import { tusServer } from "./tus-server";

const LENGTH = 2 * PART + 1000;
const content = Uint8Array.from({ length: LENGTH }, (_, i) => i % 251).buffer;

let server: Awaited<ReturnType<typeof tusServer>>;
/** What the phone kept; it outlives each try, as it does a reload. */
let kept: string | undefined;
let shares: number[];

beforeEach(async () => {
  server = await tusServer();
  kept = undefined;
  shares = [];
  // A page's addresses begin at its own server.
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => fetch(server.base + path, init));
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
});

function tried(): Promise<string> {
  return inParts(content, { credentials: "omit", signal: new AbortController().signal }, { begun: kept, onBegun: async (id) => void (kept = id), onSent: (bytes) => void shares.push(bytes) });
}

const failed = () => tried().then(() => expect.fail("it went through"), asProblem);
const stands = () => server.uploads.get(kept!)!.bytes.length;
const arrived = (id: string) => server.uploads.size === 1 && server.uploads.get(id)!.bytes.equals(Buffer.from(content));

test("a file goes up in parts, and each says how far it is", async () => {
  const id = await tried();
  expect(arrived(id)).toBe(true);
  expect(id).toBe(kept);
  expect(server.asked).toEqual(["POST", "PATCH 0", `PATCH ${PART}`, `PATCH ${2 * PART}`]);
  expect(shares).toEqual([0, PART, 2 * PART]);
});

test("after a break it goes on from where the server stands, however often", async () => {
  for (let i = 1; i <= 5; i++) {
    server.state.mishaps = [{ breaksAt: 40_000 }];
    expect(isPassing(await failed())).toBe(true);
    expect(stands()).toBe(i * 40_000);
  }
  server.asked.length = 0;
  expect(arrived(await tried())).toBe(true);
  expect(server.asked.slice(0, 2)).toEqual(["HEAD", "PATCH 200000"]);
});

test("a part whose answer was lost is not sent again", async () => {
  server.state.mishaps = ["answer lost"];
  await failed();
  expect(arrived(await tried())).toBe(true);
  expect(server.asked).toEqual(["POST", "PATCH 0", "HEAD", `PATCH ${PART}`, `PATCH ${2 * PART}`]);
});

test("where all is there and no answer came, an empty part asks for the file", async () => {
  await tried();
  server.asked.length = 0;
  expect(await tried()).toBe(kept);
  expect(server.asked).toEqual(["HEAD", `PATCH ${LENGTH}`]);
});

test("bytes of an earlier try that arrive late are seen, not doubled", async () => {
  server.state.late = Buffer.from(content.slice(0, 5000));
  expect(arrived(await tried())).toBe(true);
  expect(server.asked.slice(1, 4)).toEqual(["PATCH 0", "HEAD", "PATCH 5000"]);
});

test("an upload that the server knows no more, or of another file, is begun anew", async () => {
  kept = crypto.randomUUID();
  expect(arrived(await tried())).toBe(true);
  server.uploads.get(kept)!.length = 7;
  server.asked.length = 0;
  await tried();
  expect(server.asked.slice(0, 2)).toEqual(["HEAD", "POST"]);
});

test("a gate page is no server, whatever it answers", async () => {
  for (const gate of [200, 403, 404]) {
    server.state.gate = gate;
    kept = undefined;
    expect(isPassing(await failed()), `${gate} to the first request`).toBe(true);
    expect(kept).toBeUndefined();
    kept = crypto.randomUUID();
    const before = kept;
    expect(isPassing(await failed()), `${gate} to a later one`).toBe(true);
    expect(kept, "what was begun is not given up").toBe(before);
  }
});

test("a refusal of the whole is final, and a full store is not", async () => {
  server.state.refusal = { status: 422, code: "files_full" };
  expect(isPassing(await failed())).toBe(true);
  server.state.refusal = { status: 422, code: "file_kind" };
  const problem = await failed();
  expect([problem.code, isPassing(problem)]).toEqual(["file_kind", false]);
  expect(server.uploads.size).toBe(1);
});
