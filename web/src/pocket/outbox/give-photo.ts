import { api, data } from "../../api/client";
import { foreign } from "../../api/problem";
import type { Enclosure } from "../enclosure";
import { upload } from "../upload";
import { hazardOf, type Item } from "./item";
import { options, REQUEST_MS, UPLOAD_MS } from "./request";
import { changeItem } from "./store";

/**
 * One picture, or the voice note: up, then to its hazard, then off the phone. Its id is kept before the next step, so that a repeated try
 * attaches the same file; the server takes that as done.
 */
export async function givePhoto(item: Item, photo: Enclosure): Promise<void> {
  const file = photo.file ?? (await keep(item, photo, await up(item, photo)));
  if (!file) return;
  const { work } = item;
  // The secret says that the reporter gives it, whatever else the account may do there.
  const body = { file, ...(work.kind === "report" && { follow_secret: work.draft.secret }) };
  const params = { path: { id: hazardOf(item)! } };
  const attached = await data(api.POST("/api/hazards/{id}/files", { ...options(item, REQUEST_MS), params, body }));
  if (attached?.id !== file) throw foreign();
  await changeItem(item.id, (now) => ({ ...now, photos: now.photos.filter((one) => one.id !== photo.id) }));
}

/** Where an earlier try broke off, this one goes on. */
function up(item: Item, photo: Enclosure): Promise<string> {
  return upload(photo, options(item, UPLOAD_MS), (upload) => change(item, photo, (one) => ({ ...one, upload })));
}

/** The id that counts: where there are no locks another tab may have been first. None: it was given, or deleted, meanwhile. */
async function keep(item: Item, photo: Enclosure, file: string): Promise<string | undefined> {
  let kept: string | undefined;
  await change(item, photo, (one) => ({ ...one, upload: undefined, file: (kept = one.file ?? file) }));
  return kept;
}

function change(item: Item, { id }: Enclosure, to: (photo: Enclosure) => Enclosure): Promise<void> {
  return changeItem(item.id, (now) => ({ ...now, photos: now.photos.map((one) => (one.id === id ? to(one) : one)) }));
}
