import type { Words } from "../../words/zh";
import type { Item } from "./item";

/** Why it has not arrived, in words. */
export function reasonOf({ problem, state, account }: Item, signedIn: boolean, words: Words): string | undefined {
  if (state === "sent") return undefined;
  const say = words.pocket.outbox;
  if (state === "waiting" && account !== null && !signedIn) return say.signInFirst;
  if (!problem) return undefined;
  if (problem.code === "foreign_answer" || (state === "waiting" && problem.code === "internal")) return say.foreign;
  if (problem.code === "unreachable") return say.unreachable;
  return words.problem.code[problem.code] ?? problem.message;
}
