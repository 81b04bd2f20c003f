import { useMemo, useState } from "react";
import type { HazardView } from "../../api/types";

const NONE: ReadonlySet<string> = new Set();

/** Chosen rows. Other filters are another list: what cannot be seen is not acted on. */
export function useSelection(rows: HazardView[], filter: string) {
  const [ids, setIds] = useState(NONE);
  const [of, setOf] = useState(filter);
  if (of !== filter) {
    setOf(filter);
    setIds(NONE);
  }
  const chosen = useMemo(() => rows.filter((row) => ids.has(row.id)), [rows, ids]);
  return {
    ids,
    chosen,
    set: (next: Iterable<string>) => setIds(new Set(next)),
    toggle: (id: string) =>
      setIds((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    clear: () => setIds(NONE),
    without: (done: ReadonlySet<string>) => setIds((old) => new Set([...old].filter((id) => !done.has(id)))),
  };
}
