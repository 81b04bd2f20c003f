import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type ChainTest = Schemas["ChainTestView"];
export type TestedPost = Schemas["TestedPostView"];

/** What carriers and phones say is no event of the journal: while answers count it is asked for again. */
const EVERY_MS = 10_000;

export function useChainTests() {
  return useQuery({
    queryKey: ["chain-tests"],
    queryFn: () => data(api.GET("/api/chain-tests")),
    refetchInterval: ({ state }) => (state.data?.items.some((test) => test.ended_at == null) ? EVERY_MS : false),
  });
}

export function useTestedPosts(id: string, lacking: boolean, open: boolean) {
  return useInfiniteQuery({
    queryKey: ["chain-tests", id, lacking],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/chain-tests/{id}/posts", { params: { path: { id }, query: { lacking, limit: 100, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: open ? EVERY_MS : false,
  });
}

function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: step, onSettled: () => client.invalidateQueries({ queryKey: ["chain-tests"] }) });
}

/** The id is the key too: sent again after a lost answer, it begins once. */
export const useBegin = () =>
  useStep((body: Schemas["ChainTestOrder"]) => data(api.POST("/api/chain-tests", { params: { header: { "Idempotency-Key": body.id } }, body })));

export const useRepeat = () =>
  useStep(({ id, repeated }: { id: string; repeated: boolean }) => data(api.POST("/api/chain-tests/{id}/repeat", { params: { path: { id } }, body: { repeated } })));
