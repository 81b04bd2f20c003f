import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { Names, UnitView } from "../../api/types";

/** The names above each hit, filled in as they come: many towns have a community of the same name. */
export function useLineages(units: UnitView[] | undefined): ReadonlyMap<string, Names[]> {
  const [above, setAbove] = useState<ReadonlyMap<string, Names[]>>(new Map());
  useEffect(() => {
    for (const { id } of units ?? []) {
      data(api.GET("/api/units/{id}", { params: { path: { id } } }))
        // Neither the city, which all share, nor the unit itself.
        .then(({ lineage }) => setAbove((old) => new Map(old).set(id, lineage.slice(1, -1).map((unit) => unit.names))))
        .catch(() => undefined);
    }
  }, [units]);
  return above;
}
