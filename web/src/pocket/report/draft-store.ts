import { accountId } from "../session";
import { load, save } from "../storage";
import type { Draft } from "./draft";

/** Each account writes its own: a phone may go from hand to hand. */
const key = () => (accountId() === null ? "bridgehead.draft" : `bridgehead.draft.${accountId()}`);

export function storedDraft(): Draft | undefined {
  return load<Draft>(key());
}

export function storeDraft(draft: Draft | undefined): boolean {
  return save(key(), draft);
}
