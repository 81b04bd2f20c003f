import { useState } from "react";
import type { HazardView } from "../../api/types";

/** The row that the keys work on: it stays on its hazard when rows come and go, and on its place when the hazard is gone. */
export function useMarked(rows: HazardView[]) {
  const [mark, setMark] = useState({ id: "", index: -1 });
  const found = rows.findIndex((row) => row.id === mark.id);
  const index = found >= 0 ? found : Math.min(mark.index, rows.length - 1);
  const move = (step: 1 | -1): HazardView | undefined => {
    const next = Math.max(0, Math.min(rows.length - 1, index + step));
    const row = rows[next];
    if (row) setMark({ id: row.id, index: next });
    return row;
  };
  return { index, row: rows[index], move };
}
