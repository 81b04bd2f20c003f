import { useCallback, useEffect, useState } from "react";
import { uuid7 } from "../api/uuid7";
import { database } from "./database";
import { PHOTOS_MAX, shrink, type Photo } from "./photo";

export type PhotoTrouble = "unreadable" | "not_kept" | "full";

/** The pictures of one report or step, kept on the phone from the moment they are taken. */
export function usePhotos(of: string) {
  const [photos, setPhotos] = useState<Photo[]>([]);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<PhotoTrouble>();
  const read = useCallback(() => photosOf(of).then(setPhotos), [of]);
  useEffect(() => {
    read().catch(() => undefined);
  }, [read]);

  const add = async (files: File[]) => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const room = PHOTOS_MAX - photos.length;
      if (files.length > room) setTrouble("full");
      // One after another: a weak phone has memory for one large picture, not for six.
      for (const file of files.slice(0, room)) setTrouble((await keep(of, file)) ?? ((old) => old));
      await read();
    } finally {
      setBusy(false);
    }
  };
  const remove = async (id: string) => {
    await (await database()).delete("photos", id);
    setTrouble(undefined);
    await read();
  };
  return { photos, busy, trouble, add, remove };
}

async function keep(of: string, file: File): Promise<PhotoTrouble | undefined> {
  const jpeg = await shrink(file).catch(() => undefined);
  if (!jpeg) return "unreadable";
  try {
    await (await database()).put("photos", { id: uuid7(), of, jpeg });
    return undefined;
  } catch {
    return "not_kept";
  }
}

/** Ids are ordered by time, so the pictures stand as they were taken. */
export async function photosOf(of: string): Promise<Photo[]> {
  return (await database()).getAllFromIndex("photos", "of", of);
}

export async function dropPhotos(of: string): Promise<void> {
  const db = await database();
  const ids = await db.getAllKeysFromIndex("photos", "of", of);
  await Promise.all(ids.map((id) => db.delete("photos", id)));
}
