import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { HazardAction, HazardDetail, HazardFilter, HazardView } from "../../api/types";
import { patchRows } from "./queue-news";

interface Page {
  items: HazardView[];
  next?: string | null;
}

export function useHazards(filter: HazardFilter) {
  return useInfiniteQuery({
    queryKey: ["hazards", filter],
    // Rows change through live events; asking again by age would reorder the list while somebody reads it.
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<Page> =>
      data(api.GET("/api/hazards", { params: { query: { ...filter, limit: 100, ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useHazardCounts({ unit, body }: { unit?: string | undefined; body?: string | undefined }) {
  return useQuery({
    queryKey: ["hazard-counts", unit, body],
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/hazards/counts", { params: { query: { ...(unit && { unit }), ...(body && { body }) } } })),
  });
}

const getHazard = (id: string) => data(api.GET("/api/hazards/{id}", { params: { path: { id } } }));

export function useHazard(id: string, signedIn: boolean) {
  return useQuery({ queryKey: ["hazard", id], enabled: signedIn, queryFn: () => getHazard(id) });
}

/** Bodies that answer for a unit, or the first of all. */
export function useBodies(unit: string | undefined) {
  return useQuery({
    queryKey: ["bodies", unit],
    queryFn: () => data(api.GET("/api/bodies", { params: { query: { ...(unit && { unit }), limit: 500 } } })),
  });
}

/** Reads the named rows again and puts them where they stand in every list on screen. */
export function usePatchRows() {
  const client = useQueryClient();
  return async (ids: Iterable<string>) => {
    const answers = await Promise.allSettled([...ids].map((id) => getHazard(id)));
    const fresh = new Map<string, HazardView>();
    for (const answer of answers) if (answer.status === "fulfilled") fresh.set(answer.value.hazard.id, answer.value.hazard);
    client.setQueriesData<InfiniteData<Page>>({ queryKey: ["hazards"] }, (list) => list && { ...list, pages: patchRows(list.pages, fresh) });
  };
}

export function useAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, action }: { key: string; action: HazardAction }) =>
      data(
        api.POST("/api/hazards/{id}/actions", { params: { path: { id }, header: { "Idempotency-Key": key } }, body: action }),
      ),
    onSuccess: (detail) => client.setQueryData(["hazard", id], detail),
  });
}

export function useRefetchHazard(id: string) {
  const client = useQueryClient();
  return (): Promise<HazardDetail> => client.fetchQuery({ queryKey: ["hazard", id], staleTime: 0, queryFn: () => getHazard(id) });
}
