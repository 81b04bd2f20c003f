import { useEffect } from "react";

/** What a reader knows as a part of a page. Never a button: a key that is held a moment too long would press it. */
const PARTS = "[role=dialog], form, section, article, nav, main";
/** What lies over the page, and gives the focus back to what lies under it. */
const LAYERS = "[role=dialog], .ant-dropdown, .ant-popover";

interface Held {
  layer: Element | null;
  element: Element;
  /** The innermost first. They are noted beforehand: what is gone no longer knows where it was. */
  parts: Element[];
}

function partsAround(element: Element): Element[] {
  const parts: Element[] = [];
  for (let one = element.closest(PARTS); one; one = one.parentElement?.closest(PARTS) ?? null) parts.push(one);
  return parts;
}

export const isThere = (element: Element) => element.isConnected && element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled");

export function give(part: HTMLElement): void {
  if (part.tabIndex < 0 && !part.hasAttribute("tabindex")) {
    part.tabIndex = -1;
    part.addEventListener("blur", () => part.removeAttribute("tabindex"), { once: true });
  }
  part.focus({ preventScroll: true });
}

/** What holds the focus may leave with a step or with its page. Then the nearest part that stays takes it, lest the next key begin at the top. */
export function useKeepFocus(): void {
  useEffect(() => {
    /** One for each layer, the uppermost last. */
    const held: Held[] = [];
    let frame = 0;
    const hold = ({ target }: FocusEvent) => {
      const element = target as Element;
      const layer = element.closest(LAYERS);
      const at = held.findIndex((one) => one.layer === layer);
      if (at >= 0) held.splice(at);
      held.push({ layer, element, parts: partsAround(element) });
    };
    const look = () => {
      frame = 0;
      const last = held.at(-1);
      if (!last || (document.activeElement && document.activeElement !== document.body)) return;
      const after = [...held].reverse().flatMap(({ element, parts }) => [element, ...parts]).find(isThere);
      // Whoever lets go of a thing that is still there meant it.
      if (isThere(last.element)) held.length = 0;
      else if (after instanceof HTMLElement) give(after);
    };
    // Others give the focus back by themselves when something closes; only what they have not done is done here.
    const later = () => (frame ||= requestAnimationFrame(() => (frame = requestAnimationFrame(look))));
    const watch = new MutationObserver(later);
    watch.observe(document.body, { childList: true, subtree: true });
    addEventListener("focusin", hold);
    addEventListener("focusout", later);
    return () => {
      cancelAnimationFrame(frame);
      watch.disconnect();
      removeEventListener("focusin", hold);
      removeEventListener("focusout", later);
    };
  }, []);
}
