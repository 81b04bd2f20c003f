import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { AssistOrder, AssistPrint } from "../../api/types";
import type { Lang } from "../../words/format";
import { useReauthenticated } from "../shell/reauthenticate";

/** Buildings of one page: each asks for its own numbers. */
const PAGE = 20;

/** An activation opens and ends without an event of its own. */
const LOOK = 30_000;

export function useBuildings(unit: string | undefined, q: string) {
  return useInfiniteQuery({
    queryKey: ["places", "assist", unit, q],
    enabled: unit !== undefined,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(api.GET("/api/places/register", { params: { query: { unit: unit!, kind: "building", limit: PAGE, ...(q && { q }), ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useBuilding(id: string) {
  return useQuery({ queryKey: ["place", id], queryFn: () => data(api.GET("/api/places/{id}", { params: { path: { id } } })) });
}

/** Numbers alone; `watched` where a page lives by whether an activation is open. */
export function useCoverage(place: string, watched = false) {
  return useQuery({ queryKey: ["assist", place], refetchInterval: watched ? LOOK : false, queryFn: () => data(api.GET("/api/places/{id}/assist", { params: { path: { id: place } } })) });
}

/** That there are entries; nothing of what they say. */
export function useEntries(place: string, enabled: boolean) {
  return useQuery({
    queryKey: ["assist", place, "entries"],
    enabled,
    queryFn: () => data(api.GET("/api/places/{id}/assist/entries", { params: { path: { id: place } } })),
  });
}

export function usePrints(unit: string | undefined) {
  return useQuery({
    queryKey: ["assist", "prints", unit],
    enabled: unit !== undefined,
    queryFn: () => data(api.GET("/api/assist-prints", { params: { query: { unit: unit! } } })),
  });
}

/** Posts near a building that its head can name as helpers; no names of persons. */
export function useOffered(unit: string | undefined) {
  return useQuery({
    queryKey: ["posts", unit, "helpers"],
    enabled: unit !== undefined,
    queryFn: () => data(api.GET("/api/units/{id}/posts", { params: { path: { id: unit! }, query: { helpers: true } } })),
  });
}

/** Posts on duty for a building now. */
export function useOnDuty(unit: string | undefined) {
  return useQuery({
    queryKey: ["duty", unit, "now"],
    enabled: unit !== undefined,
    queryFn: async () => (await data(api.GET("/api/units/{id}/duty", { params: { path: { id: unit! } } }))).watches.map(({ posting }) => posting),
  });
}

/** What a step answers holds what somebody needs: it is kept nowhere but on the screen. */
function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    gcTime: 0,
    mutationFn: (value: V) => reauthenticated(() => step(value)),
    onSettled: () => client.invalidateQueries({ queryKey: ["assist"] }),
  });
}

interface Reasoned {
  id: string;
  reason: string;
}

export const useSee = () => useStep(({ id, reason }: Reasoned) => data(api.POST("/api/assist/{id}/view", { params: { path: { id } }, body: { reason } })));

export const useErase = () => useStep(({ id, reason }: Reasoned) => data(api.POST("/api/assist/{id}/erase", { params: { path: { id } }, body: { reason } })));

export const useNameHelpers = () =>
  useStep(({ id, postings }: { id: string; postings: string[] }) => data(api.PUT("/api/assist/{id}/helpers", { params: { path: { id } }, body: { postings } })));

export const useRegister = () => useStep((body: AssistOrder) => data(api.POST("/api/assist", { body })));

export const useEstimate = (place: string) =>
  useStep((estimated: number) => data(api.PUT("/api/places/{id}/assist", { params: { path: { id: place } }, body: { estimated } })));

/** The sheet as a page; it is under the next number from now on, whether paper comes out or not. */
export const usePrintList = (lang: Lang) =>
  useStep(({ id, reason }: Reasoned) => data(api.POST("/api/places/{id}/assist/print", { params: { path: { id }, query: { lang } }, body: { reason }, parseAs: "text" })));

export const useEndPrint = () =>
  useStep(({ id, how }: { id: string; how: NonNullable<AssistPrint["ending"]> }) => data(api.POST("/api/assist-prints/{id}/end", { params: { path: { id } }, body: { how } })));
