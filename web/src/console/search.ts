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
  overdue?: true | undefined;
  q?: string | undefined;
}

export interface BodySearch {
  unit?: string | undefined;
  kind?: string | undefined;
}

export interface RosterSearch {
  unit?: string | undefined;
  /** The first day that is shown, `2026-11-23`; absent means the Monday of this week. */
  from?: string | undefined;
}

type Raw = Record<string, unknown>;

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined);
const yes = (value: unknown) => (value === true || value === "true" ? (true as const) : undefined);

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
    overdue: yes(raw["overdue"]),
    q: text(raw["q"]),
  });
}

export function bodySearch(raw: Raw): BodySearch {
  return present<BodySearch>({ unit: text(raw["unit"]), kind: text(raw["kind"]) });
}

export function rosterSearch(raw: Raw): RosterSearch {
  return present<RosterSearch>({ unit: text(raw["unit"]), from: date(raw["from"]) });
}
