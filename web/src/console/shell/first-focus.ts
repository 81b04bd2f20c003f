import { useEffect } from "react";
import { give, isThere } from "./keep-focus";

const DIALOG = ".ant-modal";
const CLOSE = ".ant-modal-close";
const TITLE = ".ant-modal-title";
const FIELDS = "input, textarea, select";

/**
 * What takes the focus instead of `target` where a dialog begins: its first field, or else its heading. The kit gives it to what
 * stands first, and that is the button that closes the dialog. `begun` holds those that it has entered before.
 */
export function beginning(target: Element, begun: WeakSet<Element>): HTMLElement | undefined {
  const dialog = target.closest(DIALOG);
  if (!dialog || begun.has(dialog)) return undefined;
  begun.add(dialog);
  if (target !== dialog && !target.matches(CLOSE)) return undefined;
  const field = [...dialog.querySelectorAll<HTMLElement>(FIELDS)].find(isThere);
  return field ?? dialog.querySelector<HTMLElement>(TITLE) ?? undefined;
}

/** For all dialogs of the desk; each must be destroyed when it closes, or it begins but once. */
export function useFirstFocus(): void {
  useEffect(() => {
    const begun = new WeakSet<Element>();
    const begin = ({ target }: FocusEvent) => {
      const first = beginning(target as Element, begun);
      if (first) give(first);
    };
    addEventListener("focusin", begin);
    return () => removeEventListener("focusin", begin);
  }, []);
}
