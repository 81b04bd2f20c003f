import { Watchdog } from "./watchdog";

/** One hazard changed; `path_numbers` are the units above it and `levels` their levels, `at` is when it was recorded, `open` is what it changes in the counts of open ones. */
export interface HazardEvent {
  id: string;
  number: string;
  state: string;
  unit: number;
  path_numbers: number[];
  levels: number[];
  open: -1 | 0 | 1;
  at: number;
  event: string;
  version: number;
}

export type FeedMessage =
  | { kind: "status"; status: "connecting" | "live" | "lost"; at: number }
  | { kind: "hazard"; event: HazardEvent; at: number }
  | { kind: "tree"; at: number }
  /** The counts of a round of calls changed; or a warning came, changed or ended. */
  | { kind: "callout" | "warning"; id: string; at: number }
  /** What readings propose changed. */
  | { kind: "proposal"; id: string; at: number }
  /** The closing of a place, a report of harm, a response or an evacuation is to be looked at again. */
  | { kind: "closure" | "harm" | "response" | "evacuation" | "exercise"; id: string; at: number }
  /** A message for the public was begun, changed or ended. */
  | { kind: "public_message"; id: string; at: number }
  | { kind: "resync"; at: number }
  | { kind: "gone"; id: string; at: number };

/** The pause before a stream is opened anew; it doubles with every one that brought nothing. */
const RETRY_MS = 5_000;
const RETRY_MOST_MS = 60_000;

/** The server's event stream. The browser resumes a broken stream by itself; a refused or a silent one is opened anew here. */
export class EventFeed {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private reopened = false;
  private last: FeedMessage = { kind: "status", status: "connecting", at: Date.now() };

  private readonly tell: (message: FeedMessage) => void;
  private readonly path: string;
  private readonly watchdog = new Watchdog((heardAt) => {
    // The screen stopped with the last sign of life, not with its discovery.
    this.say("lost", heardAt);
    this.again();
  });

  constructor(tell: (message: FeedMessage) => void, path = "/api/events") {
    this.tell = tell;
    this.path = path;
  }

  /** The latest status, for a page that joins a running feed. */
  get status(): FeedMessage {
    return this.last;
  }

  start(): void {
    if (this.source && this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    const source = new EventSource(this.path);
    this.source = source;
    this.say("connecting");
    source.onopen = () => {
      this.watchdog.heard();
      // A new stream has no cursor of the old one, so what happened in between is unknown.
      if (this.reopened) this.tell({ kind: "resync", at: Date.now() });
      this.reopened = false;
      this.say("live");
    };
    source.onerror = () => {
      this.watchdog.heard();
      this.say("lost");
      if (source.readyState === EventSource.CLOSED) this.again();
    };
    this.listen(source);
    this.watchdog.start();
  }

  stop(): void {
    this.drop();
    this.failures = 0;
    this.reopened = false;
    this.say("connecting");
  }

  /** The session changed, and with it what the stream may carry. */
  restart(): void {
    this.stop();
    this.reopened = true;
    this.start();
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.watchdog.stop();
    this.source?.close();
    this.source = undefined;
  }

  private again(): void {
    this.drop();
    this.reopened = true;
    this.timer = setTimeout(() => this.start(), Math.min(RETRY_MS * 2 ** this.failures, RETRY_MOST_MS));
    this.failures += 1;
  }

  private listen(source: EventSource): void {
    const heard = (name: string, take: (data: string) => void = () => undefined) =>
      source.addEventListener(name, (event) => {
        this.watchdog.heard();
        // A stream that opens and stays silent is no success.
        this.failures = 0;
        take((event as MessageEvent<string>).data);
      });
    const on = (name: string, message: (data: string) => FeedMessage) => heard(name, (data) => this.tell(message(data)));
    heard("hello");
    heard("beat");
    on("hazard", (data) => ({ kind: "hazard", event: JSON.parse(data) as HazardEvent, at: Date.now() }));
    on("tree", () => ({ kind: "tree", at: Date.now() }));
    on("resync", () => ({ kind: "resync", at: Date.now() }));
    on("public_message", (data) => ({ kind: "public_message", id: (JSON.parse(data) as { id: string }).id, at: Date.now() }));
    for (const kind of ["gone", "callout", "warning", "response", "proposal", "closure", "harm", "evacuation", "exercise"] as const) {
      on(kind, (data) => ({ kind, id: (JSON.parse(data) as { id: string }).id, at: Date.now() }));
    }
  }

  private say(status: "connecting" | "live" | "lost", at: number = Date.now()): void {
    this.last = { kind: "status", status, at };
    this.tell(this.last);
  }
}
