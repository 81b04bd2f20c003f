import type { components } from "../../api/schema";
import type { ApiProblem } from "../../api/problem";
import type { FieldError } from "../../ui/error-summary";
import type { ConsoleWords } from "../../words/console-zh";

type Group = components["schemas"]["EvacuationGroupOrder"];

/** Longest name of a group, as the server takes it. */
export const NAME_MAX = 60;

/** Most households of one group. */
const HOUSEHOLDS_MAX = 20_000;

/** A building, or a part of one, with the shelter that it goes to: one group of the order. */
export interface Part {
  /** Tells it from the others of its building; used once. */
  key: number;
  name: string;
  /** As typed; undefined: whatever of the building is in no other part. */
  households: string | undefined;
  shelter: string | undefined;
  /** What the server said against that shelter. */
  doubts: string[];
  /** Whether it is sent there all the same. */
  confirmed: boolean;
}

/** A building that is moved out, as a list of choices holds it, with its parts: one where it is not divided. */
export interface Building {
  value: string;
  label: string;
  /** What it is called, without its grid. */
  name: string;
  /** Its households by the register; null where nobody counted. */
  households: number | null;
  /** Where it stands; null where the register does not say. */
  at: { lon: number; lat: number } | null;
  parts: Part[];
}

const fresh = (key: number): Part => ({ key, name: "", households: undefined, shelter: undefined, doubts: [], confirmed: false });

/** A change of what a shelter was asked for makes the answer stale. */
const unasked = (part: Part): Part => ({ ...part, doubts: [], confirmed: false });

export const whole = (building: Omit<Building, "parts">): Building => ({ ...building, parts: [fresh(1)] });

export const isDivided = ({ parts }: Building): boolean => parts.length > 1;

function counted(text: string): number | undefined {
  const n = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return n >= 1 && n <= HOUSEHOLDS_MAX ? n : undefined;
}

/** What the field of a part shows: what was typed, or the rest of the building. */
export function shown(building: Building, part: Part): string {
  if (part.households !== undefined || building.households === null) return part.households ?? "";
  const others = building.parts.reduce((sum, { households }) => sum + (counted(households ?? "") ?? 0), 0);
  return String(Math.max(0, building.households - others));
}

/** How many households a part has, where that can be told. */
export const householdsOf = (building: Building, part: Part): number | undefined => (isDivided(building) ? counted(shown(building, part)) : (building.households ?? undefined));

export const sumOf = (building: Building): number => building.parts.reduce((sum, part) => sum + (householdsOf(building, part) ?? 0), 0);

/** One part more, for the rest of the households; the first division names the first part too. */
export function divided(building: Building, nameOf: (n: number) => string): Building {
  const all = building.households === null ? "" : String(building.households);
  const before = building.parts.map((part) => (isDivided(building) ? { ...part, households: shown(building, part) } : { ...unasked(part), name: nameOf(part.key), households: all }));
  const key = Math.max(...building.parts.map((part) => part.key)) + 1;
  return { ...building, parts: [...before, { ...fresh(key), name: nameOf(key) }] };
}

/** One part less; what stays alone is the whole building again. */
export function without(building: Building, key: number): Building {
  const parts = building.parts.filter((part) => part.key !== key);
  return { ...building, parts: parts.length > 1 ? parts : parts.map((part) => ({ ...unasked(part), name: "", households: undefined })) };
}

export function changed(building: Building, key: number, more: Partial<Part>): Building {
  // Fewer here are more in the part that has the rest, and room is counted for all of them.
  const parts = "households" in more || "shelter" in more ? building.parts.map(unasked) : building.parts;
  return { ...building, parts: parts.map((part) => (part.key === key ? { ...part, ...more } : part)) };
}

/** After something that all shelters are measured by. */
export const askedAnew = (buildings: Building[]): Building[] => buildings.map((building) => ({ ...building, parts: building.parts.map(unasked) }));

/** About how many households this order sends to a shelter; a part that nobody counted takes up the room of one. */
export const sentTo = (buildings: Building[], shelter: string): number =>
  partsOf(buildings).reduce((sum, { building, part }) => sum + (part.shelter === shelter ? (householdsOf(building, part) ?? 1) : 0), 0);

export interface OnePart {
  building: Building;
  part: Part;
}

/** All parts, in the order in which they are sent. */
export const partsOf = (buildings: Building[]): OnePart[] => buildings.flatMap((building) => building.parts.map((part) => ({ building, part })));

export const calledPart = ({ building, part }: OnePart): string => part.name.trim() || building.name;

export const partField = ({ building, part }: OnePart, field: "name" | "households" | "shelter" | "sure"): string => `order-${building.value}-${part.key}-${field}`;

export function groupsOf(buildings: Building[]): Group[] {
  return partsOf(buildings).map(({ building, part }) => ({
    place: building.value,
    ...(isDivided(building) && { label: part.name.trim(), households: householdsOf(building, part) ?? 0 }),
    ...(part.shelter !== undefined && { shelter: part.shelter, confirmed: part.confirmed }),
  }));
}

/** What keeps the groups from being ordered. */
export function groupFaults(buildings: Building[], say: ConsoleWords["shelters"]["order"]["part"], number: (n: number) => string): FieldError[] {
  return buildings.flatMap((building) => {
    const parts = partsOf([building]);
    const faults: FieldError[] = [];
    for (const one of isDivided(building) ? parts : []) {
      if (!one.part.name.trim()) faults.push({ field: partField(one, "name"), text: say.needName(building.name) });
      if (householdsOf(building, one.part) === undefined) faults.push({ field: partField(one, "households"), text: say.needHouseholds(calledPart(one)) });
    }
    const [sum, last] = [sumOf(building), parts.at(-1)];
    if (faults.length === 0 && last && building.households !== null && sum > building.households) {
      faults.push({ field: partField(last, "households"), text: say.tooMany(building.name, number(sum), number(building.households)) });
    }
    const unsure = parts.filter(({ part }) => part.doubts.length > 0 && !part.confirmed);
    return [...faults, ...unsure.map((one) => ({ field: partField(one, "sure"), text: say.needSure(calledPart(one)) }))];
  });
}

/** The part whose shelter a refusal is about. */
export function refusedPart(buildings: Building[], { fields }: Pick<ApiProblem, "fields">): OnePart | undefined {
  const place = /^groups\/(\d+)\/shelter$/.exec(fields[0]?.pointer ?? "")?.[1];
  return place === undefined ? undefined : partsOf(buildings)[Number(place)];
}

/** The buildings after the server said what speaks against the shelter of one part. */
export const doubted = (buildings: Building[], { building, part }: OnePart, doubts: string[]): Building[] =>
  buildings.map((one) => (one.value === building.value ? changed(one, part.key, { doubts, confirmed: false }) : one));
