import { useLanguage } from "../../ui/language";
import { consoleEn } from "../../words/console-en";
import { consoleZh, type ConsoleWords } from "../../words/console-zh";
import { en } from "../../words/en";
import { enDeskProblems } from "../../words/en-desk-problems";
import { zh, type Words } from "../../words/zh";
import { zhDeskProblems } from "../../words/zh-desk-problems";

/** The desk meets more problems than a phone does. */
const withProblems = (words: Words, desk: Record<string, string>) => ({ ...words, problem: { ...words.problem, code: { ...words.problem.code, ...desk } } });

/** The words of both faces and those of the console alone, by language. */
export const both: Record<"zh" | "en", Words & ConsoleWords> = {
  zh: { ...withProblems(zh, zhDeskProblems), ...consoleZh },
  en: { ...withProblems(en, enDeskProblems), ...consoleEn },
};

export function useWords(): Words & ConsoleWords {
  return both[useLanguage().lang];
}
