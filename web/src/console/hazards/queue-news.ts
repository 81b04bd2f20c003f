import type { HazardEvent } from "../../api/event-feed";
import type { HazardView } from "../../api/types";

export interface News {
  /** Rows on screen that changed: they are patched where they stand. */
  changed: ReadonlySet<string>;
  /** Hazards that are not on screen and may belong there: counted in a pill, never pushed in under the reader's eyes. */
  arrived: ReadonlySet<string>;
}

export const NO_NEWS: News = { changed: new Set(), arrived: new Set() };

export function withEvents(
  news: News,
  events: HazardEvent[],
  shown: ReadonlySet<string>,
  belongs: (event: HazardEvent) => boolean,
): News {
  const changed = new Set(news.changed);
  const arrived = new Set(news.arrived);
  for (const event of events) {
    if (shown.has(event.id)) changed.add(event.id);
    else if (belongs(event)) arrived.add(event.id);
    else arrived.delete(event.id);
  }
  return { changed, arrived };
}

/** The same pages with newer rows in place; an older answer never overwrites a newer row. */
export function patchRows<P extends { items: HazardView[] }>(pages: P[], fresh: ReadonlyMap<string, HazardView>): P[] {
  return pages.map((page) => {
    if (!page.items.some((row) => fresh.has(row.id))) return page;
    const items = page.items.map((row) => {
      const newer = fresh.get(row.id);
      return newer && newer.version >= row.version ? newer : row;
    });
    return { ...page, items };
  });
}
