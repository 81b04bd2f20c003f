import type { EvacuationDoor, Stage } from "../../api/types";
import type { EvacuationWork, Item } from "../outbox/item";

/** What somebody at a door can say. Going home is said only once it is authorised. */
export const TICKS = ["relatives", "shelter", "en_route", "confirmed", "refused", "not_found", "left_early"] as const satisfies readonly Stage[];

export interface DoorLine {
  door: string;
  stage: Stage;
  /** Not with the server yet. */
  waiting: boolean;
}

type Ticked = Item & { work: EvacuationWork };

/** What stands in the outbox for an evacuation, the first one first. */
export function ticksOf(items: readonly Item[], evacuation: string): Ticked[] {
  return items.filter((item): item is Ticked => item.work.kind === "evacuation" && item.work.evacuation === evacuation);
}

/** The doors of a building as the server knows them, and as they were ticked since; by number. */
export function doorLines(doors: readonly EvacuationDoor[], ticks: readonly Ticked[], group: string): DoorLine[] {
  const lines = new Map<string, DoorLine>();
  for (const { group: of, door, stage } of doors) if (of === group) lines.set(door, { door, stage, waiting: false });
  for (const { work, state } of ticks) {
    if (state === "refused") continue;
    for (const { group: of, door, stage } of work.report.doors ?? []) if (of === group && state === "waiting") lines.set(door, { door, stage, waiting: true });
  }
  return [...lines.values()].sort((a, b) => a.door.localeCompare(b.door, "zh-CN", { numeric: true }));
}

const DOOR_MAX = 16;

/** A door's number as it was typed; nothing for what is none. */
export function doorIn(text: string): string | undefined {
  const door = text.trim();
  return door !== "" && [...door].length <= DOOR_MAX ? door : undefined;
}

const HOUSEHOLDS_MAX = 20_000;

/** A number of households as it was typed; nothing for what is none. */
export function householdsIn(text: string): number | undefined {
  const typed = text.trim();
  return /^\d+$/.test(typed) && Number(typed) <= HOUSEHOLDS_MAX ? Number(typed) : undefined;
}
