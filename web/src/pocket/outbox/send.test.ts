import { beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "../../api/problem";
import { isVoice, type Enclosure } from "../enclosure";
import { newDraft } from "../report/draft";
import { arrivedAs, failed } from "./after";
import { hasVoice, isOwed, isUnderway, type Item } from "./item";
import { sendItem } from "./send";

/** Stands for the phone's store and for the server. */
const { phone, server } = vi.hoisted(() => ({
  phone: { item: undefined as Item | undefined },
  server: { asked: [] as { path: string; body: Record<string, unknown>; key?: string; proof?: string }[], answer: {} as Record<string, (body: Record<string, unknown>) => unknown>, uploads: 0, response: new Response() },
}));

vi.mock("./store", () => ({ changeItem: async (_: string, change: (now: Item) => Item) => void (phone.item &&= change(phone.item)) }));
vi.mock("./prove", () => ({ prove: async (_: Item, challenge: string) => (challenge === "hard" ? undefined : `${challenge}.7`) }));
vi.mock("../own-reports", () => ({ remember: () => undefined }));
vi.mock("../upload", () => ({
  upload: async (photo: Enclosure, _: unknown, onBegun: unknown) =>
    (await server.answer.upload?.({ bytes: (isVoice(photo) ? photo.sound : photo.jpeg).byteLength, begun: photo.upload, onBegun })) ?? `file-${++server.uploads}`,
}));
vi.mock("../../api/client", () => ({
  data: async (call: Promise<{ data: unknown }>) => (await call).data,
  api: {
    POST: async (path: string, { body, params }: { body: Record<string, unknown>; params?: { header?: Record<string, string> } }) => {
      const key = params?.header?.["Idempotency-Key"];
      const proof = params?.header?.["Report-Proof"];
      server.asked.push({ path, body, ...(key && { key }), ...(proof && { proof }) });
      return { data: server.answer[path]?.(body), response: server.response };
    },
  },
}));

const full = () => {
  throw new ApiProblem("files_full", 422);
};
const refuse = (code: string, status = 422) => () => {
  throw new ApiProblem(code, status);
};
const FILES = "/api/hazards/{id}/files";
const ACTIONS = "/api/hazards/{id}/actions";
const KNOCK = "/api/calls/{id}/knock/report";
const HANDOVER = "/api/calls/{id}/handover";
/** What the server says where there is nothing to say. */
const EMPTY = new Response(null, { status: 204, headers: { "x-request-id": "1" } });

function report(photos: number, more: Partial<Item> = {}): Item {
  const draft = { ...newDraft(1), kind: { id: "A01", names: {}, urgency: "normal" } } as never;
  return item({ id: "hazard", work: { kind: "report", draft }, ...more }, photos);
}

function step(photos: number, more: Partial<Item> = {}): Item {
  return item({ id: "step", account: "grid", work: { kind: "step", hazard: "hazard", number: "7", title: {}, body: { action: "finish", version: 1 } as never }, ...more }, photos);
}

function answer(more: Partial<Item> = {}): Item {
  return item({ id: "answer", account: "grid", work: { kind: "knock", call: "call", ordered: 60, title: {}, found: "nobody" }, ...more }, 0);
}

function handover(): Item {
  return item({ id: "handover", account: "grid", work: { kind: "handover", call: "call", title: {}, post: "lead", to: {}, known: 0 } }, 0);
}

function item(more: Pick<Item, "id" | "work"> & Partial<Item>, photos: number): Item {
  const taken = Array.from({ length: photos }, (_, i) => ({ id: `photo-${i}`, of: more.id, jpeg: new ArrayBuffer(1) }));
  return { account: null, made: 1, photos: taken, state: "waiting", tries: 0, next: 0, ...more };
}

/** One try, as the sender makes it. */
async function tried(): Promise<Item> {
  const now = phone.item!;
  const after = await sendItem(now).then(arrivedAs, (error: ApiProblem) => failed(now, error));
  return (phone.item = after(phone.item!));
}

const paths = () => server.asked.map(({ path }) => path);

beforeEach(() => {
  server.asked = [];
  server.uploads = 0;
  server.response = new Response();
  server.answer = {
    "/api/hazards": () => ({ hazard: { id: "hazard", number: "7", unit: { names: {} } } }),
    [FILES]: ({ file }) => ({ id: file }),
    [ACTIONS]: () => ({ hazard: { id: "hazard" } }),
  };
});

test("a report arrives before its pictures, which follow one by one", async () => {
  phone.item = report(2);
  const first = await tried();
  expect(first).toMatchObject({ state: "sent", arrived: { number: "7" }, next: 0 });
  expect(first.photos).toHaveLength(2);
  expect(server.asked).toMatchObject([{ path: "/api/hazards", key: "hazard" }]);
  expect(server.asked[0]!.body).not.toHaveProperty("files");
  expect(isUnderway(first) && isOwed(first)).toBe(true);
  await tried();
  const last = await tried();
  expect(last).toMatchObject({ state: "sent", photos: [], arrived: { number: "7" } });
  expect(isOwed(last)).toBe(false);
  expect(paths()).toEqual(["/api/hazards", FILES, FILES]);
  expect(server.asked[1]!.body).toEqual({ file: "file-1", follow_secret: expect.any(String) });
});

test("where too much comes from the network, work of the phone takes the report in", async () => {
  phone.item = report(0);
  let asked = 0;
  const held = (challenge: string) => () => {
    if (++asked === 1) throw new ApiProblem("too_many_reports", 429, { challenge }, undefined, 9);
    return { hazard: { id: "hazard", number: "7", unit: { names: {} } } };
  };
  server.answer["/api/hazards"] = held("puzzle");
  expect(await tried()).toMatchObject({ state: "sent", arrived: { number: "7" } });
  expect(server.asked.map(({ proof }) => proof)).toEqual([undefined, "puzzle.7"]);

  phone.item = report(0);
  asked = 0;
  server.answer["/api/hazards"] = held("hard");
  expect(await tried()).toMatchObject({ state: "waiting", tries: 1, problem: { code: "too_many_reports" } });
  expect(asked).toBe(1);
});

test("a gate page is no answer of the server", async () => {
  phone.item = report(0);
  server.answer["/api/hazards"] = () => {
    throw new SyntaxError("Unexpected token <");
  };
  expect((await tried()).problem?.code).toBe("foreign_answer");
});

test("pictures that are shed wait, and the report stands", async () => {
  for (const [code, status] of [["uploads_shed", 429], ["too_many_uploads", 429], ["disk_reserve", 507]] as const) {
    phone.item = report(1);
    server.answer.upload = refuse(code, status);
    await tried();
    const waits = await tried();
    expect(waits).toMatchObject({ state: "sent", arrived: { number: "7" }, problem: { code } });
    expect(waits.photos).toHaveLength(1);
  }
});

test("a voice note goes with the pictures, once and after the report", async () => {
  phone.item = report(1);
  phone.item.photos.push({ id: "voice", of: "hazard", sound: new ArrayBuffer(3), type: "audio/ogg" });
  const sizes: number[] = [];
  server.answer.upload = ({ bytes }) => `file-${sizes.push(bytes as number)}`;
  expect(hasVoice((await tried()).photos)).toBe(true);
  expect(sizes).toEqual([]);
  await tried();
  expect(await tried()).toMatchObject({ state: "sent", photos: [] });
  expect(sizes).toEqual([1, 3]);
  expect(paths()).toEqual(["/api/hazards", FILES, FILES]);
});

test("a voice note that is not taken is named as one", async () => {
  phone.item = report(1);
  phone.item.photos.push({ id: "voice", of: "hazard", sound: new ArrayBuffer(3), type: "audio/ogg" });
  await tried();
  await tried();
  server.answer.upload = refuse("file_kind");
  expect(await tried()).toMatchObject({ state: "sent", photos: [], lost: { code: "file_kind", photos: 1, voice: true } });
});

test("with an account too the secret says that the reporter gives it", async () => {
  phone.item = report(1, { account: "grid" });
  await tried();
  await tried();
  expect(server.asked[1]!.body).toEqual({ file: "file-1", follow_secret: expect.any(String) });
});

test("while the server takes no files the report keeps its number and its pictures", async () => {
  phone.item = report(1);
  server.answer.upload = full;
  await tried();
  const waits = await tried();
  expect(waits).toMatchObject({ state: "sent", arrived: { number: "7" }, tries: 1, problem: { code: "files_full" } });
  expect(waits.photos).toHaveLength(1);
  expect(waits.next).toBeGreaterThan(Date.now());
  delete server.answer.upload;
  expect(await tried()).toMatchObject({ photos: [], tries: 0, next: 0 });
  expect(phone.item!.problem).toBeUndefined();
  expect(paths()).toEqual(["/api/hazards", FILES]);
});

test("an answer that got lost attaches the same file again", async () => {
  phone.item = report(1);
  await tried();
  server.answer[FILES] = refuse("unreachable", 0);
  expect((await tried()).photos[0]!.file).toBe("file-1");
  server.answer[FILES] = ({ file }) => ({ id: file });
  await tried();
  expect(server.asked.slice(1).map(({ body }) => body.file)).toEqual(["file-1", "file-1"]);
  expect(server.uploads).toBe(1);
});

test("an upload that broke off goes on under the name that was kept, and is forgotten when it is a file", async () => {
  phone.item = report(1);
  await tried();
  server.answer.upload = async ({ onBegun }) => {
    await (onBegun as (id: string) => Promise<void>)("begun");
    throw new ApiProblem("unreachable", 0);
  };
  expect((await tried()).photos).toMatchObject([{ upload: "begun" }]);
  let known: unknown;
  server.answer.upload = ({ begun }) => void (known = begun);
  server.answer[FILES] = refuse("file_unknown");
  // Deleted meanwhile, it must not go on under that name.
  expect((await tried()).photos).toMatchObject([{ upload: undefined, file: undefined }]);
  expect(known).toBe("begun");
});

test("an upload that was deleted meanwhile goes up anew", async () => {
  phone.item = report(1);
  phone.item.photos[0]!.file = "old";
  await tried();
  server.answer[FILES] = refuse("file_unknown");
  expect(await tried()).toMatchObject({ state: "sent", photos: [{ file: undefined }] });
  server.answer[FILES] = ({ file }) => ({ id: file });
  expect(await tried()).toMatchObject({ photos: [] });
  expect(server.asked.at(-1)!.body.file).toBe("file-1");
});

test("a picture that is not taken leaves the report and the other pictures", async () => {
  phone.item = report(2);
  await tried();
  server.answer.upload = refuse("picture_unreadable");
  expect(await tried()).toMatchObject({ state: "sent", photos: [{ id: "photo-1" }], lost: { code: "picture_unreadable", photos: 1 }, next: 0 });
  delete server.answer.upload;
  expect(await tried()).toMatchObject({ state: "sent", photos: [], lost: { photos: 1 } });
});

test("what a hazard does not take, it takes of no picture", async () => {
  phone.item = report(3);
  await tried();
  server.answer[FILES] = refuse("hazard_closed");
  expect(await tried()).toMatchObject({ state: "sent", photos: [], lost: { code: "hazard_closed", photos: 3 } });
  expect(server.uploads).toBe(1);
});

test("a picture that fails lets the others go first", async () => {
  phone.item = report(2);
  await tried();
  server.answer.upload = refuse("internal", 500);
  expect((await tried()).photos.map(({ id }) => id)).toEqual(["photo-1", "photo-0"]);
});

test("a report that an earlier version sent with pictures stands, and its pictures are attached already", async () => {
  phone.item = report(1);
  phone.item.photos[0]!.file = "file-old";
  server.answer["/api/hazards"] = refuse("idempotency_mismatch", 409);
  // The follow page cannot be asked now: that refuses nothing.
  server.answer["/api/follow"] = refuse("unreachable", 0);
  expect(await tried()).toMatchObject({ state: "waiting", tries: 1 });
  server.answer["/api/follow"] = () => ({ hazard: { id: "hazard", number: "7", unit: { names: {} } } });
  expect(await tried()).toMatchObject({ state: "sent", arrived: { number: "7" } });
  expect(await tried()).toMatchObject({ state: "sent", photos: [] });
  expect(server.asked.at(-1)!.body.file).toBe("file-old");
  expect(server.uploads).toBe(0);
});

test("a report that is refused keeps its pictures for its mending", async () => {
  phone.item = report(2);
  server.answer["/api/hazards"] = refuse("unit_not_found");
  const refused = await tried();
  expect(refused).toMatchObject({ state: "refused", problem: { code: "unit_not_found" } });
  expect(refused.photos).toHaveLength(2);
});

test("a step gives its pictures first", async () => {
  phone.item = step(2);
  expect(await tried()).toMatchObject({ state: "sent", photos: [], arrived: { number: "7" } });
  expect(paths()).toEqual([FILES, FILES, ACTIONS]);
});

test("a step waits for its pictures about a minute, and they follow", async () => {
  phone.item = step(1);
  server.answer.upload = full;
  for (let i = 0; i < 5; i++) expect(await tried()).toMatchObject({ state: "waiting", tries: i + 1 });
  expect(paths()).toEqual([]);
  const gone = await tried();
  expect(gone).toMatchObject({ state: "sent", arrived: { number: "7" } });
  expect(gone.photos).toHaveLength(1);
  delete server.answer.upload;
  expect(await tried()).toMatchObject({ state: "sent", photos: [] });
  expect(paths()).toEqual([ACTIONS, FILES]);
});

test("a step whose picture is not taken is refused, however often it was tried", async () => {
  phone.item = step(1, { tries: 9 });
  server.answer.upload = refuse("picture_unreadable");
  expect(await tried()).toMatchObject({ state: "refused" });
  expect(paths()).toEqual([]);
});

test("an item that was deleted while its picture went up gives none", async () => {
  phone.item = report(1);
  const sent = await tried();
  phone.item = undefined;
  await sendItem(sent);
  expect(paths()).toEqual(["/api/hazards"]);
});

test("what was found at a door names the task and goes under one key until the server itself answers", async () => {
  phone.item = answer();
  server.response = new Response(null, { status: 204 });
  expect(await tried()).toMatchObject({ state: "waiting", tries: 1, problem: { code: "foreign_answer" } });
  server.response = EMPTY;
  const sent = await tried();
  expect(sent).toMatchObject({ state: "sent", tries: 0 });
  expect(isOwed(sent)).toBe(false);
  const once = { path: KNOCK, body: { found: "nobody", ordered_at: 60 }, key: "answer" };
  expect(server.asked).toEqual([once, once]);
});

test("a handover names what the phone knew and goes under its own key", async () => {
  phone.item = handover();
  server.response = EMPTY;
  expect(await tried()).toMatchObject({ state: "sent", arrived: {} });
  expect(server.asked).toEqual([{ path: HANDOVER, body: { post: "lead", known_at: 0 }, key: "handover" }]);
});

test("an answer or a handover that comes too late is refused, and stays until it was read", async () => {
  for (const [make, path] of [[answer, KNOCK], [handover, HANDOVER]] as const) {
    for (const [code, status] of [["version_conflict", 409], ["call_ended", 409], ["helper_unknown", 422], ["forbidden", 403]] as const) {
      phone.item = make();
      server.answer[path] = refuse(code, status);
      const refused = await tried();
      expect(refused).toMatchObject({ state: "refused", problem: { code } });
      expect(isOwed(refused) && !isUnderway(refused)).toBe(true);
    }
  }
});

test("an answer waits while the server is down or the session is over", async () => {
  for (const status of [0, 401, 503]) {
    phone.item = answer();
    server.answer[KNOCK] = refuse("unavailable", status);
    expect(await tried()).toMatchObject({ state: "waiting", tries: 1 });
  }
});
