import { useSyncExternalStore } from "react";

/** What goes up in parts from this tab: which picture or voice note, and the share of it that has arrived, 0 to 1. */
export interface Progress {
  id: string;
  share: number;
}

const changed = new EventTarget();
let progress: Progress | undefined;

/** None: nothing goes up any more. */
export function setProgress(next?: Progress): void {
  progress = next;
  changed.dispatchEvent(new Event("change"));
}

export function useProgress(): Progress | undefined {
  return useSyncExternalStore(subscribe, () => progress);
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
}
