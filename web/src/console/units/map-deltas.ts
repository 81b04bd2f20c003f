import type { HazardEvent } from "../../api/event-feed";
import type { MapState } from "../../api/types";

/** The state after some events; the same object when none of them counts at its level. Overdue ones follow with the next full state. */
export function withEvents(state: MapState, events: HazardEvent[]): MapState {
  const changes = new Map<number, number>();
  for (const event of events) {
    const unit = event.path_numbers[event.levels.indexOf(state.level)];
    if (unit !== undefined && event.open !== 0) changes.set(unit, (changes.get(unit) ?? 0) + event.open);
  }
  if (changes.size === 0) return state;
  const overdue = new Map(state.numbers.map((number, index) => [number, state.overdue[index] ?? 0]));
  const open = new Map(state.numbers.map((number, index) => [number, state.open[index] ?? 0]));
  for (const [unit, change] of changes) open.set(unit, Math.max(0, (open.get(unit) ?? 0) + change));
  const numbers = [...open.keys()].filter((unit) => open.get(unit)! > 0).sort((a, b) => a - b);
  const at = Math.max(state.at, ...events.map((event) => event.at));
  return { ...state, at, numbers, open: numbers.map((unit) => open.get(unit)!), overdue: numbers.map((unit) => Math.min(overdue.get(unit) ?? 0, open.get(unit)!)) };
}
