import type { Words } from "../../words/zh";
import { isOwed, type Item } from "./item";

/** What holds photographs and voice notes up, and nothing else. */
const PHOTOS_WAIT = new Set(["files_full", "too_many_uploads", "uploads_shed"]);

/** A refusal in words. */
export function problemWords({ code, message }: NonNullable<Item["problem"]>, words: Words): string {
  return words.problem.code[code] ?? message;
}

/** Why it has not arrived, or not all of it, in words. */
export function reasonOf(item: Item, signedIn: boolean, words: Words): string | undefined {
  const { problem, state, account } = item;
  if (!isOwed(item)) return undefined;
  const say = words.pocket.outbox;
  const refused = state === "refused";
  if (!refused && account !== null && !signedIn) return say.signInFirst;
  if (!problem) return undefined;
  if (problem.code === "foreign_answer" || (!refused && problem.code === "internal")) return say.foreign;
  if (problem.code === "unreachable") return say.unreachable;
  // The general words tell whoever waits to try again; here that is done for them.
  if (PHOTOS_WAIT.has(problem.code) || (problem.code === "disk_reserve" && item.arrived)) return say.photosFull;
  return problemWords(problem, words);
}
