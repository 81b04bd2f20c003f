import type { FeedMessage } from "../../api/event-feed";

export interface LiveState {
  status: "connecting" | "live" | "lost";
  /** When the screen last was current; shown while the feed is lost. */
  currentAt: number;
}

export function nextLiveState(state: LiveState, message: FeedMessage): LiveState {
  if (message.kind !== "status") return { ...state, currentAt: message.at };
  if (message.status === "live") return { status: "live", currentAt: message.at };
  if (message.status === "lost") {
    // Each failed attempt reports a loss again; the screen stopped at the first.
    return state.status === "live" ? { status: "lost", currentAt: message.at } : { ...state, status: "lost" };
  }
  return state.status === "lost" ? state : { ...state, status: "connecting" };
}
