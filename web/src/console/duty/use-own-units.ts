import { useMemo } from "react";
import { useSession } from "../shell/session";

/** The units in which the reader holds a post. */
export function useOwnUnits(): ReadonlySet<string> {
  const postings = useSession()?.postings;
  return useMemo(() => new Set(postings?.map(({ unit }) => unit.id)), [postings]);
}
