import { useEffect, useEffectEvent, type RefObject } from "react";

interface Keys {
  move: (step: 1 | -1) => void;
  open: () => void;
  search: RefObject<HTMLElement | null>;
}

/** j and k move, Enter opens, / goes to the search box; silent while somebody types or a dialog is open. */
export function useQueueKeys({ move, open, search }: Keys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const typing = target.closest("input, textarea, select, [role=combobox], [role=dialog]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "Enter" && !target.closest("a, button")) open();
    else if (event.key === "/") {
      event.preventDefault();
      search.current?.focus();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}
