import { useCallback, useEffect, useState } from "react";
import { asProblem, type ApiProblem } from "../../api/problem";
import { keepAnswer, keptAnswer } from "../kept";

/** Calls go on while the page lies open, ms. */
const EVERY_MS = 15_000;

interface Answer<T> {
  key: string;
  value: T;
  at: number;
  /** Shown from the phone's own store. */
  kept: boolean;
}

/** Asks while the page is seen; the last answer stays through failures, and is there without network. */
export function usePolled<T>(key: string, fetch: () => Promise<T>) {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [refusal, setRefusal] = useState<{ key: string; problem: ApiProblem }>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let shown = true;
    keptAnswer<T>(key)
      .then((kept) => kept && shown && setAnswer((now) => (now?.key === key ? now : { key, value: kept.value, at: kept.at, kept: true })))
      .catch(() => undefined);
    const ask = () => {
      if (document.hidden) return;
      fetch()
        .then(async (value) => {
          if (!shown) return;
          const at = Date.now();
          setAnswer({ key, value, at, kept: false });
          setRefusal(undefined);
          await keepAnswer(key, value, at).catch(() => undefined);
        })
        .catch((error: unknown) => shown && setRefusal({ key, problem: asProblem(error) }));
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      shown = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [key, fetch, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { answer: answer?.key === key ? answer : undefined, problem: refusal?.key === key ? refusal.problem : undefined, again };
}
