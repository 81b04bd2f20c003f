import { useFormat, usePageWords, useWords } from "../../ui/language";
import { knockWords } from "../../words/knock";
import { owedWorkWords } from "../../words/owed-work";
import { useHolder } from "../session";
import type { Item } from "./item";
import { reasonOf } from "./reason";
import { workText } from "./work-text";

/** What an item says, what it means that it has not arrived, and why it has not. */
export function useSaid(item: Item) {
  const { work, state, problem } = item;
  const words = useWords();
  const knock = usePageWords(knockWords);
  const owed = usePageWords(owedWorkWords);
  const f = useFormat();
  const { person, expired } = useHolder();
  const own = state === "refused" && problem ? owed.refused[work.kind]?.[problem.code] : undefined;
  return {
    what: workText(work, words, knock, f.name),
    unheard: state === "waiting" ? owed.unheard[work.kind] : undefined,
    why: own ?? reasonOf(item, person !== null && !expired, words),
  };
}
