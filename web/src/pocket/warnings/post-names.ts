import type { Names } from "../../api/types";
import { nameIn, type Lang } from "../../words/format";

const LANGUAGES: Lang[] = ["zh", "en"];

/** Several names as one, in each language: what is kept in the outbox is read in whichever is chosen then. */
export function joinedNames(parts: (Names | undefined)[], between: string): Names {
  const inOne = (lang: Lang) => parts.map((names) => nameIn(names ?? {}, lang)).filter(Boolean).join(between);
  return Object.fromEntries(LANGUAGES.map((lang) => [lang, inOne(lang)]));
}
