import { database } from "../database";
import { dropPhotos } from "../use-photos";
import { isOwed, type Item } from "./item";

/** How long what arrived stays in sight, ms. */
const SHOWN_MS = 24 * 3_600_000;

// Older Safari has none; its other tabs then learn of a change by their timers.
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("bridgehead.outbox");
const changed = new EventTarget();
channel?.addEventListener("message", () => changed.dispatchEvent(new Event("change")));

function tell(): void {
  changed.dispatchEvent(new Event("change"));
  channel?.postMessage("change");
}

/** Calls `listener` at each change, in whichever tab it was made. */
export function onChange(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
}

/** What was made first is sent first. */
export async function allItems(): Promise<Item[]> {
  const items = await (await database()).getAll("outbox");
  return items.sort((a, b) => a.made - b.made);
}

/** The pictures go from the form that they were taken for only when they are safe in here. */
export async function putItem(item: Item, takenFor: string): Promise<void> {
  await (await database()).put("outbox", item);
  await dropPhotos(takenFor);
  tell();
}

/** Changes an item that is still there. One that was deleted meanwhile stays deleted. */
export async function changeItem(id: string, change: (item: Item) => Item): Promise<void> {
  const db = await database();
  const tx = db.transaction("outbox", "readwrite");
  const item = await tx.store.get(id);
  if (item) await tx.store.put(change(item));
  await tx.done;
  tell();
}

export async function deleteItem(id: string): Promise<void> {
  await (await database()).delete("outbox", id);
  tell();
}

/** Forgets what arrived a day ago. */
export function prune(now: number): Promise<void> {
  return dropSent((item) => item.made < now - SHOWN_MS);
}

/** Forgets what arrived and matches. What is still owed stays, be it pictures only. */
export async function dropSent(which: (item: Item) => boolean): Promise<void> {
  const db = await database();
  const old = (await db.getAll("outbox")).filter((item) => !isOwed(item) && which(item));
  await Promise.all(old.map((item) => db.delete("outbox", item.id)));
  if (old.length > 0) tell();
}
