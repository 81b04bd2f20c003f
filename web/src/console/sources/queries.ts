import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import { LOOK } from "../shell/feeds";
import { useReauthenticated } from "../shell/reauthenticate";

export type FeedOrder = components["schemas"]["FeedWire"];

export function useFeedEntries(id: string) {
  return useQuery({
    queryKey: ["warning-feeds", id],
    refetchInterval: LOOK,
    queryFn: async () => (await data(api.GET("/api/warning-feeds/{id}/entries", { params: { path: { id } } }))).items,
  });
}

function useFeedStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    mutationFn: (value: V) => reauthenticated(() => step(value)),
    onSettled: () => client.invalidateQueries({ queryKey: ["warning-feeds"] }),
  });
}

export const useSetFeed = () =>
  useFeedStep(({ id, body }: { id: string; body: FeedOrder }) => data(api.PUT("/api/warning-feeds/{id}", { params: { path: { id } }, body })));

export const usePollFeed = () => useFeedStep((id: string) => data(api.POST("/api/warning-feeds/{id}/poll", { params: { path: { id } } })));

export const useDeleteFeed = () => useFeedStep((id: string) => data(api.DELETE("/api/warning-feeds/{id}", { params: { path: { id } } })));
