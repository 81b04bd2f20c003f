import { api, data } from "../../api/client";
import { isVoice, type Enclosure } from "../enclosure";
import { upload } from "../upload";
import { hazardOf, type Item } from "./item";
import { foreign } from "./outcome";
import { options, REQUEST_MS, UPLOAD_MS } from "./request";
import { changeItem } from "./store";

/**
 * One picture, or the voice note: up, then to its hazard, then off the phone. Its id is kept before the next step, so that a repeated try
 * attaches the same file; the server takes that as done.
 */
export async function givePhoto(item: Item, photo: Enclosure): Promise<void> {
  const file = photo.file ?? (await keep(item, photo, await upload(isVoice(photo) ? photo.sound : photo.jpeg, options(item, UPLOAD_MS))));
  if (!file) return;
  const { work } = item;
  // The secret says that the reporter gives it, whatever else the account may do there.
  const body = { file, ...(work.kind === "report" && { follow_secret: work.draft.secret }) };
  const params = { path: { id: hazardOf(item)! } };
  const attached = await data(api.POST("/api/hazards/{id}/files", { ...options(item, REQUEST_MS), params, body }));
  if (attached?.id !== file) throw foreign();
  await changeItem(item.id, (now) => ({ ...now, photos: now.photos.filter((one) => one.id !== photo.id) }));
}

/** The id that counts: where there are no locks another tab may have been first. None: it was given, or deleted, meanwhile. */
async function keep(item: Item, { id }: Enclosure, file: string): Promise<string | undefined> {
  let kept: string | undefined;
  const named = (photo: Enclosure) => (photo.id === id ? { ...photo, file: (kept = photo.file ?? file) } : photo);
  await changeItem(item.id, (now) => ({ ...now, photos: now.photos.map(named) }));
  return kept;
}
