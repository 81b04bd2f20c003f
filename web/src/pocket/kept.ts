import { database } from "./database";

/** An answer of the server, kept for places without network. It belongs to whoever is signed in and goes with the sign-out. */
export interface Kept {
  key: string;
  at: number;
  value: unknown;
}

export async function keepAnswer(key: string, value: unknown, at: number): Promise<void> {
  await (await database()).put("kept", { key, at, value });
}

export async function keptAnswer<T>(key: string): Promise<{ at: number; value: T } | undefined> {
  const kept = await (await database()).get("kept", key);
  return kept && { at: kept.at, value: kept.value as T };
}

export async function forgetKept(): Promise<void> {
  const db = await database().catch(() => undefined);
  await db?.clear("kept").catch(() => undefined);
  // Pictures for a step that was not taken.
  const steps = (await db?.getAllKeysFromIndex("photos", "of", IDBKeyRange.bound("step.", "step/")).catch(() => [])) ?? [];
  await Promise.all(steps.map((id) => db?.delete("photos", id)));
}
