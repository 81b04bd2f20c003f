import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { FeedMessage } from "../../api/event-feed";

type WarningMessage = Extract<FeedMessage, { kind: "callout" | "warning" }>;
type Listener = (id: string) => void;

/** Counts change up to four times a second while calls go out; once a second is as much as anybody reads. */
const BURST_MS = 1_000;

/** Brings what is on screen of warnings and calls up to date, and tells of warnings that came or changed. */
export function useWarningFeed() {
  const client = useQueryClient();
  const listeners = useRef(new Set<Listener>());
  const callouts = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return useMemo(() => {
    const refresh = (...queryKey: string[]) => void client.invalidateQueries({ queryKey });
    const flush = () => {
      timer.current = undefined;
      for (const id of callouts.current) refresh("callout", id);
      callouts.current.clear();
      // Lists and pages of warnings show counts of their rounds.
      for (const key of ["warnings", "warning"]) refresh(key);
    };
    return {
      take({ kind, id }: WarningMessage) {
        if (kind === "callout") callouts.current.add(id);
        else for (const listener of listeners.current) listener(id);
        timer.current ??= setTimeout(flush, BURST_MS);
      },
      subscribe(listener: Listener) {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    };
  }, [client]);
}
