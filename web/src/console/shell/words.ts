import { useLanguage } from "../../ui/language";
import { consoleEn } from "../../words/console-en";
import { consoleZh, type ConsoleWords } from "../../words/console-zh";
import { en } from "../../words/en";
import { enDeskProblems } from "../../words/en-desk-problems";
import { zh, type Words } from "../../words/zh";
import { zhDeskProblems } from "../../words/zh-desk-problems";

/** The desk meets more problems than a phone does, and says more of hazards. */
function joined(words: Words, desk: ConsoleWords, problems: Record<string, string>): Words & ConsoleWords {
  const problem = { ...words.problem, code: { ...words.problem.code, ...problems } };
  return { ...words, ...desk, problem, hazards: { ...words.hazards, ...desk.hazards } };
}

/** The words of both faces and those of the console alone, by language. */
export const both: Record<"zh" | "en", Words & ConsoleWords> = {
  zh: joined(zh, consoleZh, zhDeskProblems),
  en: joined(en, consoleEn, enDeskProblems),
};

export function useWords(): Words & ConsoleWords {
  return both[useLanguage().lang];
}
