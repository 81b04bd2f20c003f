/** Filters live in the address, so that a view can be sent to a colleague as a link. */
export interface UnitSearch {
  /** The area whose lower units are listed; absent means the whole city. */
  unit?: string | undefined;
  /** The unit that the panel shows. */
  sel?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  view?: "map" | "table" | undefined;
}

export interface HazardSearch {
  unit?: string | undefined;
  /** A state, a comma list, or `all`; absent means every open state. */
  state?: string | undefined;
  category?: string | undefined;
  /** What is past its deadline, or reaches it within the hour, today or within three days. */
  due?: Due | undefined;
  /** What the signed-in person has reported, wherever it is. */
  mine?: true | undefined;
  /** The body that is to act. */
  body?: string | undefined;
  q?: string | undefined;
}

export const DUE = ["over", "1h", "today", "3d"] as const;
export type Due = (typeof DUE)[number];

export interface BodySearch {
  unit?: string | undefined;
  kind?: string | undefined;
}

export interface RosterSearch {
  unit?: string | undefined;
  /** The first day that is shown, `2026-11-23`; absent means the Monday of this week. */
  from?: string | undefined;
}

export interface JournalSearch {
  unit?: string | undefined;
  /** A kind, such as `hazard.accepted`, or a family, such as `hazard.`. */
  kind?: string | undefined;
  subject?: string | undefined;
  actor?: string | undefined;
  /** First and last day, `2026-11-28`. */
  from?: string | undefined;
  to?: string | undefined;
}

export interface WarningsSearch {
  /** Absent means those in force. */
  show?: "all" | undefined;
}

/** Which messages for the public are listed; absent means those that wait for approval. */
export const MESSAGES_SHOWN = ["force", "review", "all"] as const;

export interface MessagesSearch {
  show?: (typeof MESSAGES_SHOWN)[number] | undefined;
}

export interface MessageFormSearch {
  /** The warning that is forwarded. */
  warning?: string | undefined;
  /** The draft that is written on. */
  draft?: string | undefined;
  /** The message in force that is replaced. */
  about?: string | undefined;
}

/** Which posts of a round of calls are listed; absent means those without an answer. */
export const CALLS_SHOWN = ["unreached", "escalated", "received", "on_post", "all"] as const;
export type CallsShown = (typeof CALLS_SHOWN)[number];
export type CallFilter = CallsShown | "unanswered";

export interface WarningSearch {
  /** The unit of the board; absent means the highest that the reader sees. */
  unit?: string | undefined;
  state?: CallsShown | undefined;
  /** The board alone, large and dark, for a screen on the wall. */
  wall?: 1 | undefined;
}

export interface PlaceSearch {
  unit?: string | undefined;
  kind?: string | undefined;
  q?: string | undefined;
}

export interface HarmSearch {
  unit?: string | undefined;
}

export interface AssistSearch {
  /** Absent means the area of the reader's own post. */
  unit?: string | undefined;
}

export interface ResponseSearch {
  unit?: string | undefined;
  show?: "all" | undefined;
}

type Raw = Record<string, unknown>;

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined);
/** Links of old said `overdue`. */
const due = (raw: Raw): Due | undefined =>
  raw["overdue"] === true || raw["overdue"] === "true" ? "over" : DUE.find((one) => one === raw["due"]);

const date = (value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined);

/** Absent keys stay out of the address. */
function present<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

export function unitSearch(raw: Raw): UnitSearch {
  const view = raw["view"];
  return present<UnitSearch>({
    unit: text(raw["unit"]),
    sel: text(raw["sel"]),
    q: text(raw["q"]),
    sort: text(raw["sort"]),
    view: view === "map" || view === "table" ? view : undefined,
  });
}

export function hazardSearch(raw: Raw): HazardSearch {
  return present<HazardSearch>({
    unit: text(raw["unit"]),
    state: text(raw["state"]),
    category: text(raw["category"]),
    due: due(raw),
    mine: raw["mine"] === true || raw["mine"] === "true" ? true : undefined,
    body: text(raw["body"]),
    q: text(raw["q"]),
  });
}

export function bodySearch(raw: Raw): BodySearch {
  return present<BodySearch>({ unit: text(raw["unit"]), kind: text(raw["kind"]) });
}

export function placeSearch(raw: Raw): PlaceSearch {
  return present<PlaceSearch>({ unit: text(raw["unit"]), kind: text(raw["kind"]), q: text(raw["q"]) });
}

export function harmSearch(raw: Raw): HarmSearch {
  return present<HarmSearch>({ unit: text(raw["unit"]) });
}

export function assistSearch(raw: Raw): AssistSearch {
  return present<AssistSearch>({ unit: text(raw["unit"]) });
}

export function responseSearch(raw: Raw): ResponseSearch {
  return present<ResponseSearch>({ unit: text(raw["unit"]), show: raw["show"] === "all" ? "all" : undefined });
}

export function rosterSearch(raw: Raw): RosterSearch {
  return present<RosterSearch>({ unit: text(raw["unit"]), from: date(raw["from"]) });
}

export function journalSearch(raw: Raw): JournalSearch {
  return present<JournalSearch>({
    unit: text(raw["unit"]),
    kind: text(raw["kind"]),
    subject: text(raw["subject"]),
    actor: text(raw["actor"]),
    from: date(raw["from"]),
    to: date(raw["to"]),
  });
}

export function warningsSearch(raw: Raw): WarningsSearch {
  return present<WarningsSearch>({ show: raw["show"] === "all" ? "all" : undefined });
}

export function issuersSearch(raw: Raw): { days?: "90" | "1095" } {
  return present<{ days?: "90" | "1095" }>({ days: raw["days"] === "90" || raw["days"] === "1095" ? raw["days"] : undefined });
}

export function warningSearch(raw: Raw): WarningSearch {
  return present<WarningSearch>({
    unit: text(raw["unit"]),
    state: CALLS_SHOWN.find((one) => one === raw["state"]),
    wall: text(raw["wall"]) === "1" ? 1 : undefined,
  });
}

/** The search of the queue as a saved view keeps it: sorted, so that the same filters are the same text. */
export function queryOf(search: HazardSearch): string {
  const pairs = Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return new URLSearchParams(pairs.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}

export function searchOf(query: string): HazardSearch {
  return hazardSearch(Object.fromEntries(new URLSearchParams(query)));
}

export interface EvacuationsSearch {
  /** Absent means the evacuations that go on. */
  show?: "all" | "shelters" | undefined;
  /** The unit for which one is about to be ordered, and the response that asks for it. */
  order?: string | undefined;
  cause?: string | undefined;
}

export function evacuationsSearch(raw: Raw): EvacuationsSearch {
  const show = raw["show"];
  return present<EvacuationsSearch>({ show: show === "all" || show === "shelters" ? show : undefined, order: text(raw["order"]), cause: text(raw["cause"]) });
}

export function messagesSearch(raw: Raw): MessagesSearch {
  return present<MessagesSearch>({ show: MESSAGES_SHOWN.find((one) => one === raw["show"]) });
}

export function messageFormSearch(raw: Raw): MessageFormSearch {
  return present<MessageFormSearch>({ warning: text(raw["warning"]), draft: text(raw["draft"]), about: text(raw["about"]) });
}
