import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { HazardState } from "../../api/types";
import type { OwnReport } from "../own-reports";

const ASKED = 5;

/** The present state of the latest own reports; without network the list simply shows none. */
export function useOwnStates(reports: OwnReport[]): ReadonlyMap<string, HazardState> {
  const [states, setStates] = useState<ReadonlyMap<string, HazardState>>(new Map());
  useEffect(() => {
    for (const { id, secret } of reports.slice(0, ASKED)) {
      data(api.POST("/api/follow", { body: { secret } }))
        .then(({ hazard }) => setStates((old) => new Map(old).set(id, hazard.state)))
        .catch(() => undefined);
    }
  }, [reports]);
  return states;
}
