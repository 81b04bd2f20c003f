import { useMemo, useState } from "react";
import type { HazardEvent } from "../../api/event-feed";
import { useLanguage } from "../../ui/language";
import type { HazardSearch } from "../search";
import { useHazardEvents } from "../shell/live";
import { useUnitDetail } from "../shell/queries";
import { useHazards, usePatchRows } from "./queries";
import { NO_NEWS, withEvents, type News } from "./queue-news";
import { statesOf, toFilter } from "./states";

const HIGHLIGHT_MS = 6_000;

/** The list, its live changes, and what has arrived outside of it since it was read. */
export function useQueue(search: HazardSearch) {
  const { zone } = useLanguage();
  const [now] = useState(Date.now);
  const list = useHazards(toFilter(search, now, zone));
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const area = useUnitDetail(search.unit).data?.unit.number;
  const patch = usePatchRows();
  const [news, setNews] = useState<News>(NO_NEWS);
  const filterKey = JSON.stringify(search);
  const [newsFor, setNewsFor] = useState(filterKey);
  if (newsFor !== filterKey) {
    setNewsFor(filterKey);
    setNews(NO_NEWS);
  }

  const belongs = (event: HazardEvent) =>
    statesOf(search).includes(event.state) &&
    (!search.unit || (area !== undefined && (event.unit === area || event.path_numbers.includes(area))));

  useHazardEvents((events) => {
    const shown = new Set(rows.map((row) => row.id));
    const next = withEvents(news, events, shown, belongs);
    setNews(next);
    const touched = new Set(events.map((event) => event.id).filter((id) => shown.has(id)));
    if (touched.size === 0) return;
    void patch(touched);
    setTimeout(() => {
      setNews((now) => ({ ...now, changed: new Set([...now.changed].filter((id) => !touched.has(id))) }));
    }, HIGHLIGHT_MS);
  });

  const showNew = () => {
    setNews(NO_NEWS);
    void list.refetch();
  };
  return { list, rows, changed: news.changed, arrived: news.arrived.size, showNew };
}
