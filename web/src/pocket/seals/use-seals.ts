import { useCallback, useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import { newestSeals, type ReadSeals, type Seals } from "./read-seals";

const SHOWN = 10;

export const readSeals: ReadSeals = (after, limit) => data(api.GET("/api/journal/seals", { params: { query: { after, limit } } }));

/** The newest seals with the keys; `again` after a failure. */
export function useSeals() {
  const [found, setFound] = useState<Seals>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let shown = true;
    newestSeals(readSeals, SHOWN)
      .then((seals) => shown && setFound(seals))
      .catch((error: unknown) => shown && setProblem(asProblem(error)));
    return () => {
      shown = false;
    };
  }, [tries]);
  const again = useCallback(() => {
    setProblem(undefined);
    setTries((n) => n + 1);
  }, []);
  return { found, problem, again };
}
