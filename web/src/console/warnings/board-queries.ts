import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { CallReported, CallView } from "../../api/types";
import type { CallFilter } from "../search";

/** Live events bring news at once; this is for those that got lost. */
const EVERY_MS = 10_000;
const PAGE = 100;

interface Page {
  items: CallView[];
  next?: string | null;
}

const callsKey = (callout: string, unit: string | undefined, state: CallFilter) => ["callout", callout, "calls", unit, state];

async function callsPage(callout: string, unit: string | undefined, state: CallFilter, after: string | undefined): Promise<Page> {
  const query = { state, limit: PAGE, ...(unit && { unit }), ...(after && { after }) };
  return data(api.GET("/api/callouts/{id}/calls", { params: { path: { id: callout }, query } }));
}

/** A screen on the wall is often not the one in front, and must not stand still for that. */
export function useBoard(callout: string, unit: string | undefined, wall = false) {
  return useQuery({
    queryKey: ["callout", callout, "board", unit],
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: wall,
    queryFn: () => data(api.GET("/api/callouts/{id}/board", { params: { path: { id: callout }, query: { ...(unit && { unit }) } } })),
  });
}

export function useCalls(callout: string, unit: string | undefined, state: CallFilter) {
  return useInfiniteQuery({
    queryKey: callsKey(callout, unit, state),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => callsPage(callout, unit, state, pageParam),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useCall(callout: string, id: string) {
  return useQuery({ queryKey: ["callout", callout, "call", id], queryFn: () => data(api.GET("/api/calls/{id}", { params: { path: { id } } })) });
}

export function useReport(callout: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: CallReported }) => data(api.POST("/api/calls/{id}/report", { params: { path: { id } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: ["callout", callout] }),
  });
}

/** Everybody without an answer, for paper. Without the server what was read last, for then paper is needed most. */
export async function allSilent(client: QueryClient, callout: string, unit: string | undefined): Promise<{ calls: CallView[]; at: number; old: boolean }> {
  try {
    const calls: CallView[] = [];
    let after: string | undefined;
    do {
      const page = await callsPage(callout, unit, "unanswered", after);
      calls.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return { calls, at: Date.now(), old: false };
  } catch (error) {
    const key = callsKey(callout, unit, "unanswered");
    const kept = client.getQueryData<InfiniteData<Page>>(key);
    if (!kept) throw error;
    return { calls: kept.pages.flatMap((page) => page.items), at: client.getQueryState(key)?.dataUpdatedAt ?? 0, old: true };
  }
}
