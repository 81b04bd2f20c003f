import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useEffectEvent, useMemo, useReducer, useRef, type ReactNode } from "react";
import type { FeedMessage, HazardEvent } from "../../api/event-feed";
import { joinEvents } from "../../api/events";
import type { MapState } from "../../api/types";
import { withEvents } from "../units/map-deltas";
import { nextLiveState, type LiveState } from "./live-state";
import { useSession } from "./session";
import { useWarningFeed } from "./warning-feed";

type Listener = (events: HazardEvent[]) => void;

interface Live {
  state: LiveState;
  subscribe: (listener: Listener) => () => void;
  subscribeWarnings: (listener: (id: string) => void) => () => void;
}

const LiveContext = createContext<Live | null>(null);

/** Changes come in bursts (an import, a storm); one refresh per burst is enough. */
const BURST_MS = 400;

/** Lists that a duty desk acts on. */
const EARLY: ReadonlySet<unknown> = new Set(["warnings", "responses", "evacuations", "harms", "public-messages", "proposals", "closures", "hazard-counts"]);

/** The map follows by what each event changes; so often it takes the full state, with what is overdue. */
const SETTLE_MS = 10_000;

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const session = useSession();
  const account = session?.account.id;
  const signedOut = session === null;
  const sawSignedOut = useRef(false);
  const [state, dispatch] = useReducer(nextLiveState, null, () => ({ status: "connecting", currentAt: Date.now() }) as LiveState);
  const warnings = useWarningFeed();
  const listeners = useRef(new Set<Listener>());
  const burst = useRef<HazardEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useEffectEvent(() => {
    const events = burst.current;
    burst.current = [];
    timer.current = undefined;
    for (const id of new Set(events.map((event) => event.id))) void client.invalidateQueries({ queryKey: ["hazard", id] });
    for (const key of ["hazard-counts", "units", "unit"]) void client.invalidateQueries({ queryKey: [key] });
    client.setQueriesData<MapState>({ queryKey: ["map-state"] }, (state) => state && withEvents(state, events));
    settle.current ??= setTimeout(refreshMap, SETTLE_MS);
    for (const listener of listeners.current) listener(events);
  });

  const refreshMap = useEffectEvent(() => {
    settle.current = undefined;
    void client.invalidateQueries({ queryKey: ["map-state"] });
  });

  const receive = useEffectEvent((message: FeedMessage) => {
    dispatch(message);
    // What came between the first answers and the opening of the stream was told to nobody: a red warning must not be that.
    if (message.kind === "status" && message.status === "live") {
      void client.invalidateQueries({ predicate: ({ queryKey: [what], state }) => EARLY.has(what) && state.dataUpdatedAt < message.at });
    }
    if (message.kind === "hazard") {
      burst.current.push(message.event);
      timer.current ??= setTimeout(flush, BURST_MS);
    }
    if (message.kind === "resync" || message.kind === "gone") {
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
    }
    if (message.kind === "callout" || message.kind === "warning") warnings.take(message);
    if (message.kind === "proposal") void client.invalidateQueries({ queryKey: ["proposals"] });
    if (message.kind === "closure" || message.kind === "harm" || message.kind === "response" || message.kind === "exercise") {
      for (const key of [message.kind, `${message.kind}s`]) void client.invalidateQueries({ queryKey: [key] });
    }
    if (message.kind === "evacuation") {
      for (const key of [["evacuations"], ["shelters"], ["evacuation", message.id]]) void client.invalidateQueries({ queryKey: key });
    }
    if (message.kind === "public_message") void client.invalidateQueries({ queryKey: ["public-messages"] });
    if (message.kind === "tree") void client.invalidateQueries({ queryKey: ["system"] });
  });

  useEffect(() => {
    if (signedOut) sawSignedOut.current = true;
    if (account === undefined) return;
    const events = joinEvents((message) => receive(message));
    if (sawSignedOut.current) events.restart();
    sawSignedOut.current = false;
    const leave = () => events.leave();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [account, signedOut]);

  const live = useMemo<Live>(
    () => ({
      state,
      subscribe: (listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
      subscribeWarnings: warnings.subscribe,
    }),
    [state, warnings],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveState(): LiveState {
  return useLive().state;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("LiveProvider is missing");
  return live;
}

/** Calls `listener` with each burst of hazard changes while the component is shown. */
export function useHazardEvents(listener: Listener): void {
  const { subscribe } = useLive();
  const latest = useEffectEvent(listener);
  useEffect(() => subscribe((events) => latest(events)), [subscribe]);
}

/** Calls `listener` with the id of each warning that came, changed or ended. */
export function useWarningEvents(listener: (id: string) => void): void {
  const { subscribeWarnings } = useLive();
  const latest = useEffectEvent(listener);
  useEffect(() => subscribeWarnings((id) => latest(id)), [subscribeWarnings]);
}
