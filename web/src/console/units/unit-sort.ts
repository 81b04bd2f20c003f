import type { UnitView } from "../../api/types";

/** `name`, or `-name` for descending, as it stands in the address. */
export interface Sort {
  key: string;
  descending: boolean;
}

export function parseSort(text: string | undefined): Sort | undefined {
  if (!text) return undefined;
  return text.startsWith("-") ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

const collator = new Intl.Collator("zh-CN");

const keys: Record<string, (a: UnitView, b: UnitView) => number> = {
  name: (a, b) => collator.compare(a.names["zh"] ?? "", b.names["zh"] ?? ""),
  code: (a, b) => (a.code ?? "").localeCompare(b.code ?? ""),
  population: (a, b) => population(a) - population(b),
  open: (a, b) => (a.open_hazards ?? -1) - (b.open_hazards ?? -1),
  overdue: (a, b) => (a.overdue_hazards ?? -1) - (b.overdue_hazards ?? -1),
};

export function population(unit: UnitView): number {
  const people = unit.statistics?.population;
  return people && "value" in people ? people.value : -1;
}

export function sorted(units: UnitView[], sort: Sort | undefined): UnitView[] {
  const compare = sort && keys[sort.key];
  if (!compare) return units;
  const ordered = [...units].sort(compare);
  return sort.descending ? ordered.reverse() : ordered;
}
