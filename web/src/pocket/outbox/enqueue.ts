import { uuid7 } from "../../api/uuid7";
import { accountId } from "../session";
import { photosOf } from "../use-photos";
import type { Item } from "./item";
import { flush } from "./sender";
import { putItem } from "./store";

/** Puts a report or a step into the outbox, with the pictures taken for it, and tries to send it. Gives its id. */
export async function enqueue(work: Item["work"], takenFor: string): Promise<string> {
  const photos = await photosOf(takenFor);
  const id = work.kind === "report" ? work.draft.id : uuid7();
  // What a link allows goes out without a session, whoever is signed in.
  const account = work.kind === "call" && work.secret !== undefined ? null : accountId();
  await putItem({ id, account, made: Date.now(), work, photos, state: "waiting", tries: 0, next: 0 }, takenFor);
  // Browsers clear the storage of pages that they think little of; asking is all that a page can do.
  void navigator.storage?.persist?.().catch(() => false);
  flush();
  return id;
}
