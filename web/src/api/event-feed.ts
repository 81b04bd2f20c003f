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

const RETRY_MS = 5_000;

/** The server's event stream. The browser resumes a broken stream by itself; a refused one is opened anew here. */
export class EventFeed {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reopened = false;
  private last: FeedMessage = { kind: "status", status: "connecting", at: Date.now() };

  private readonly tell: (message: FeedMessage) => void;
  private readonly path: string;

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
      // A new stream has no cursor of the old one, so what happened in between is unknown.
      if (this.reopened) this.tell({ kind: "resync", at: Date.now() });
      this.reopened = false;
      this.say("live");
    };
    source.onerror = () => {
      this.say("lost");
      if (source.readyState !== EventSource.CLOSED) return;
      this.reopened = true;
      this.timer = setTimeout(() => this.start(), RETRY_MS);
    };
    this.listen(source);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
    this.reopened = false;
    this.say("connecting");
  }

  /** The session changed, and with it what the stream may carry. */
  restart(): void {
    this.stop();
    this.reopened = true;
    this.start();
  }

  private listen(source: EventSource): void {
    const on = (name: string, message: (data: string) => FeedMessage) =>
      source.addEventListener(name, (event) => this.tell(message((event as MessageEvent<string>).data)));
    on("hazard", (data) => ({ kind: "hazard", event: JSON.parse(data) as HazardEvent, at: Date.now() }));
    on("tree", () => ({ kind: "tree", at: Date.now() }));
    on("resync", () => ({ kind: "resync", at: Date.now() }));
    on("public_message", (data) => ({ kind: "public_message", id: (JSON.parse(data) as { id: string }).id, at: Date.now() }));
    for (const kind of ["gone", "callout", "warning", "response", "proposal", "closure", "harm", "evacuation", "exercise"] as const) {
      on(kind, (data) => ({ kind, id: (JSON.parse(data) as { id: string }).id, at: Date.now() }));
    }
  }

  private say(status: "connecting" | "live" | "lost"): void {
    this.last = { kind: "status", status, at: Date.now() };
    this.tell(this.last);
  }
}
