import { database } from "../database";

/** Writes beside a picture where it was taken, if the picture is still there by then. What reads that is large: it comes with the first photo. */
export async function notePlace(id: string, file: Blob): Promise<void> {
  const place = await (await import("./photo-spot")).spotIn(file);
  if (!place) return;
  const tx = (await database()).transaction("photos", "readwrite");
  const photo = await tx.store.get(id);
  if (photo && "jpeg" in photo) await tx.store.put({ ...photo, place });
  await tx.done;
}
