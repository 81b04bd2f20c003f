import { useLanguage } from "../../ui/language";
import { consoleEn } from "../../words/console-en";
import { consoleZh, type ConsoleWords } from "../../words/console-zh";
import { en } from "../../words/en";
import { zh, type Words } from "../../words/zh";

const both: Record<"zh" | "en", Words & ConsoleWords> = { zh: { ...zh, ...consoleZh }, en: { ...en, ...consoleEn } };

/** The words of both faces and those of the console alone. */
export function useWords(): Words & ConsoleWords {
  return both[useLanguage().lang];
}
