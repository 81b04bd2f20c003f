import { useLayoutEffect, useRef, useState } from "react";

/** The virtual table wants pixels; the layout decides them. */
export function useHeight() {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const watcher = new ResizeObserver(([entry]) => setHeight(Math.floor(entry?.contentRect.height ?? 0)));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return { ref, height };
}
