import { useCallback, useEffect, useMemo, useState } from "react";
import { uuid7 } from "../api/uuid7";
import { database } from "./database";
import { isVoice, type Enclosure } from "./enclosure";
import { FILES_MAX, shrink, type Photo } from "./photo";

export type PhotoTrouble = "unreadable" | "not_kept" | "full";

/** The pictures of one report or step and its voice note, kept on the phone from the moment they are taken. */
export function usePhotos(of: string, onKept?: (id: string, file: File) => Promise<void>) {
  const [kept, setKept] = useState<Enclosure[]>([]);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<PhotoTrouble>();
  const read = useCallback(() => photosOf(of).then(setKept), [of]);
  useEffect(() => {
    read().catch(() => undefined);
  }, [read]);

  const add = async (files: File[]) => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const room = FILES_MAX - kept.length;
      if (files.length > room) setTrouble("full");
      // One after another: a weak phone has memory for one large picture, not for six.
      for (const file of files.slice(0, room)) {
        const id = uuid7();
        const failed = await keep({ id, of }, file);
        if (failed) setTrouble(failed);
        // What a picture tells beside itself is not waited for.
        else void onKept?.(id, file).then(read, () => undefined);
      }
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
  const photos = useMemo(() => kept.filter((one): one is Photo => !isVoice(one)), [kept]);
  return { photos, voice: kept.find(isVoice), full: kept.length >= FILES_MAX, busy, trouble, add, remove, read };
}

async function keep(as: Pick<Photo, "id" | "of">, file: File): Promise<PhotoTrouble | undefined> {
  const jpeg = await shrink(file).catch(() => undefined);
  if (!jpeg) return "unreadable";
  try {
    await (await database()).put("photos", { ...as, jpeg });
    return undefined;
  } catch {
    return "not_kept";
  }
}

/** Ids are ordered by time, so they stand as they were taken. */
export async function photosOf(of: string): Promise<Enclosure[]> {
  return (await database()).getAllFromIndex("photos", "of", of);
}

export async function dropPhotos(of: string): Promise<void> {
  const db = await database();
  const ids = await db.getAllKeysFromIndex("photos", "of", of);
  await Promise.all(ids.map((id) => db.delete("photos", id)));
}
