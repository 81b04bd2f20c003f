import { useCallback, useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { FollowView } from "../../api/types";

const EVERY_MS = 15_000;

/** Kept with its secret: an answer about another report must never show under this one. */
interface Answer {
  secret: string;
  view: FollowView;
  at: number;
}

/** Asks every 15 s while the page is seen; the last good answer stays on screen through failures. */
export function useFollow(secret: string | undefined) {
  const [answer, setAnswer] = useState<Answer>();
  const [round, setRound] = useState(0);
  const [refusal, setRefusal] = useState<{ secret: string; problem: ApiProblem }>();
  useEffect(() => {
    if (!secret) return;
    let shown = true;
    const ask = () => {
      if (document.hidden) return;
      data(api.POST("/api/follow", { body: { secret } }))
        .then((view) => {
          if (!shown) return;
          setAnswer({ secret, view, at: Date.now() });
          setRefusal(undefined);
        })
        .catch((error: unknown) => shown && setRefusal({ secret, problem: asProblem(error) }));
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      shown = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [secret, round]);
  const current = answer?.secret === secret ? answer : undefined;
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { ask: again, view: current?.view, at: current?.at, problem: refusal?.secret === secret ? refusal?.problem : undefined };
}
