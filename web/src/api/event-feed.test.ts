import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventFeed, type FeedMessage } from "./event-feed";

const START = 1_795_000_000_000;

/** A stream that does what the test says. */
class Source {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static all: Source[] = [];

  readyState = Source.CONNECTING;
  onopen?: () => void;
  onerror?: () => void;
  private readonly listeners = new Map<string, (event: { data: string }) => void>();

  constructor() {
    Source.all.push(this);
  }

  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.listeners.set(name, listener);
  }

  close() {
    this.readyState = Source.CLOSED;
  }

  open() {
    this.readyState = Source.OPEN;
    this.onopen?.();
  }

  send(name: string, data = "{}") {
    this.listeners.get(name)?.({ data });
  }

  refuse() {
    this.readyState = Source.CLOSED;
    this.onerror?.();
  }
}

const last = () => Source.all.at(-1)!;

function started() {
  const told: FeedMessage[] = [];
  const feed = new EventFeed((message) => told.push(message));
  feed.start();
  return { feed, told, statuses: () => told.flatMap((one) => (one.kind === "status" ? [one.status] : [])) };
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  vi.stubGlobal("EventSource", Source);
  Source.all = [];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a beat keeps the stream, and no page is told of it", () => {
  const { told, statuses } = started();
  last().open();
  const before = told.length;
  for (let i = 0; i < 20; i++) {
    vi.advanceTimersByTime(15_000);
    last().send("beat");
  }
  expect(told).toHaveLength(before);
  expect(statuses()).toEqual(["connecting", "live"]);
  expect(Source.all).toHaveLength(1);
});

test("a silent stream is lost since its last sign of life, and is opened anew", () => {
  const { told, statuses } = started();
  const first = last();
  first.open();
  vi.advanceTimersByTime(15_000);
  first.send("beat");
  vi.advanceTimersByTime(39_000);
  expect(statuses()).toEqual(["connecting", "live"]);
  vi.advanceTimersByTime(2_000);
  expect(told.at(-1)).toEqual({ kind: "status", status: "lost", at: START + 15_000 });
  expect(first.readyState).toBe(Source.CLOSED);
  vi.advanceTimersByTime(5_000);
  expect(Source.all).toHaveLength(2);
  last().open();
  expect(told.slice(-2).map(({ kind }) => kind)).toEqual(["resync", "status"]);
  expect(statuses().at(-1)).toBe("live");
});

test("what brings nothing is tried ever more rarely, until something comes", () => {
  const { feed } = started();
  const pauses = [];
  for (let i = 0; i < 6; i++) {
    const [known, from] = [Source.all.length, Date.now()];
    last().refuse();
    while (Source.all.length === known) vi.advanceTimersByTime(1_000);
    pauses.push((Date.now() - from) / 1_000);
  }
  expect(pauses).toEqual([5, 10, 20, 40, 60, 60]);
  last().open();
  last().send("hello");
  last().refuse();
  vi.advanceTimersByTime(5_000);
  expect(Source.all).toHaveLength(8);
  feed.stop();
});

test("a stream that opens and stays silent counts as a failure", () => {
  started();
  last().open();
  vi.advanceTimersByTime(40_000 + 5_000);
  last().open();
  vi.advanceTimersByTime(40_000 + 5_000);
  expect(Source.all).toHaveLength(2);
  vi.advanceTimersByTime(5_000);
  expect(Source.all).toHaveLength(3);
});

test("who stops is not woken by the watchdog", () => {
  const { feed, statuses } = started();
  last().open();
  feed.stop();
  vi.advanceTimersByTime(300_000);
  expect(statuses()).toEqual(["connecting", "live", "connecting"]);
  expect(Source.all).toHaveLength(1);
});

test("a browser that resumes by itself is left alone while it says so", () => {
  const { statuses } = started();
  last().open();
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(30_000);
    last().readyState = Source.CONNECTING;
    last().onerror?.();
  }
  last().open();
  expect(Source.all).toHaveLength(1);
  expect(statuses().at(-1)).toBe("live");
});
