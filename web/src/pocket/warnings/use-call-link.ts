import { useCallback, useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { MyCall } from "../../api/types";

const EVERY_MS = 15_000;

/** The call behind a link, asked for while the page is seen. Looking says nothing for the post. */
export function useCallLink(secret: string | undefined) {
  const [answer, setAnswer] = useState<{ secret: string; call: MyCall }>();
  const [refusal, setRefusal] = useState<{ secret: string; problem: ApiProblem }>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!secret) return;
    let shown = true;
    const ask = () => {
      if (document.hidden) return;
      data(api.POST("/api/call-links", { credentials: "omit", body: { secret } }))
        .then((call) => {
          if (!call?.id) throw new Error("no call in the answer");
          if (!shown) return;
          setAnswer({ secret, call });
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
  const again = useCallback(() => setRound((n) => n + 1), []);
  return {
    call: answer?.secret === secret ? answer?.call : undefined,
    problem: refusal?.secret === secret ? refusal?.problem : undefined,
    again,
  };
}
