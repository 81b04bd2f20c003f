import { useCallback, useEffect, useState } from "react";
import { asProblem, type ApiProblem } from "../api/problem";

const EVERY_MS = 15_000;

/** Kept with its secret: an answer about another one must never show under this one. */
interface Answer<T> {
  secret: string;
  value: T;
  at: number;
}

/**
 * What stands behind a secret, asked for every 15 s while the page is seen; the last good answer stays on screen through
 * failures. `ask` must be the same function each time.
 */
export function useAsked<T>(secret: string | undefined, ask: (secret: string) => Promise<T>) {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [refusal, setRefusal] = useState<{ secret: string; problem: ApiProblem }>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!secret) return;
    let shown = true;
    const look = () => {
      if (document.hidden) return;
      ask(secret)
        .then((value) => {
          if (!shown) return;
          setAnswer({ secret, value, at: Date.now() });
          setRefusal(undefined);
        })
        .catch((error: unknown) => shown && setRefusal({ secret, problem: asProblem(error) }));
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      shown = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [secret, round, ask]);
  const current = answer?.secret === secret ? answer : undefined;
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { value: current?.value, at: current?.at, problem: refusal?.secret === secret ? refusal?.problem : undefined, again };
}
