import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components, paths } from "../../api/schema";
import { endOfDay, instant } from "../../words/format";
import type { JournalSearch } from "../search";

export type Entry = components["schemas"]["JournalItem"];
type Filter = NonNullable<paths["/api/journal"]["get"]["parameters"]["query"]>;

/** The address in the server's words: days become instants in the installation's zone, the last day counts whole. */
export function toFilter({ from, to, ...rest }: JournalSearch, zone: string): Filter {
  return { ...rest, ...(from && { from: instant(from, "00:00", zone) }), ...(to && { to: endOfDay(to, zone) + 60_000 }) } as Filter;
}

export function useJournal(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ["journal", filter],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/journal", { params: { query: { ...filter, limit: 100, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
