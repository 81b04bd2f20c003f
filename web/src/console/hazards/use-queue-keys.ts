import { useEffect, useEffectEvent, type RefObject } from "react";

interface Keys {
  move: (step: 1 | -1) => void;
  open: () => void;
  select: () => void;
  clear: () => void;
  help: () => void;
  /** From the search box into the list. */
  list: () => void;
  search: RefObject<HTMLElement | null>;
}

const TYPING = "input:not([type=checkbox]), textarea, select, [role=combobox], [role=menu], .ant-dropdown";

/** A dialog that fades out, or has and is not yet put away, is closed: the next key is for the list again. */
const answers = (dialog: Element) => !dialog.className.includes("-leave") && dialog.checkVisibility();
const dialogOpen = () => [...document.querySelectorAll("[role=dialog]")].some(answers);

/** The queue without a mouse; silent while somebody types, chooses or answers a dialog. */
export function useQueueKeys({ move, open, select, clear, help, list, search }: Keys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target === search.current && (event.key === "Enter" || event.key === "ArrowDown") && !event.isComposing) {
      event.preventDefault();
      return list();
    }
    if (target.closest(TYPING) || dialogOpen() || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    if (step) {
      event.preventDefault();
      move(step);
    } else if (event.key === "x") select();
    else if (event.key === "Escape") clear();
    else if (event.key === "?") help();
    else if (event.key === "Enter" && !target.closest("a, button, input")) open();
    else if (event.key === "/") {
      event.preventDefault();
      search.current?.focus();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    // Before anything closes itself on the same key, so that one Escape does one thing.
    addEventListener("keydown", listener, true);
    return () => removeEventListener("keydown", listener, true);
  }, []);
}
