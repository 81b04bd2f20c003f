import { createContext, useContext, useLayoutEffect, useMemo, useState, type ReactNode } from "react";
import type { Names } from "../api/types";
import * as format from "../words/format";
import type { Words } from "../words/zh";
import { applyLang, rememberLang, storedLang } from "./preferences";

const DEFAULT_ZONE = "Asia/Shanghai";

interface Language {
  lang: format.Lang;
  words: Words;
  zone: string;
  setLang: (lang: format.Lang) => void;
  setZone: (zone: string) => void;
}

const LanguageContext = createContext<Language | null>(null);

interface Props {
  /** The words of the stored language. */
  first: Words;
  /** The words of another one. A phone fetches them only when they are wanted. */
  load: (lang: format.Lang) => Promise<Words>;
  children: ReactNode;
}

export function LanguageProvider({ first, load, children }: Props) {
  const [{ lang, words }, setSpoken] = useState(() => ({ lang: storedLang(), words: first }));
  const [zone, setZone] = useState(DEFAULT_ZONE);
  useLayoutEffect(() => applyLang(lang), [lang]);
  const value = useMemo<Language>(
    () => ({
      lang,
      zone,
      words,
      setLang: (next) => {
        void load(next)
          .then((words) => {
            rememberLang(next);
            setSpoken({ lang: next, words });
          })
          // Without network and not fetched yet: the present language stays.
          .catch(() => undefined);
      },
      setZone,
    }),
    [lang, words, zone, load],
  );
  return <LanguageContext.Provider value={value}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (!language) throw new Error("LanguageProvider is missing");
  return language;
}

export function useWords(): Words {
  return useLanguage().words;
}

/** Formatters bound to the reader's language and the installation's zone. */
export function useFormat() {
  const { lang, zone } = useLanguage();
  return useMemo(
    () => ({
      name: (names: Names) => format.nameIn(names, lang),
      dateTime: (ms: number) => format.dateTime(ms, lang, zone),
      date: (ms: number) => format.date(ms, lang, zone),
      time: (ms: number) => format.timeOfDay(ms, zone),
      listTime: (ms: number, now: number) => format.listTime(ms, now, lang, zone),
      ago: (ms: number, now: number) => format.ago(ms, now, lang, zone),
      countdown: (due: number, now: number) => format.countdown(due, now, lang),
      span: (ms: number) => format.span(ms, lang),
      left: (due: number, now: number) => format.left(due, now, lang),
      percent: format.percent,
      limit: (text: string, workingDays: boolean) => format.limit(text, workingDays, lang),
      number: format.number,
      /** A count that this reader may not see is a dash, never a zero. */
      count: (n: number | null | undefined) => (n == null ? "–" : format.number(n)),
      area: format.area,
    }),
    [lang, zone],
  );
}

/** Words that come with a page and not with the face. */
export function usePageWords<W>(both: Record<format.Lang, W>): W {
  return both[useLanguage().lang];
}
