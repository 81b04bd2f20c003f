import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";

export type Feed = components["schemas"]["FeedView"];

/** Feeds change by themselves: looked at again while a page shows them. */
export const LOOK = 10_000;

export function useFeeds(enabled = true) {
  return useQuery({
    queryKey: ["warning-feeds"],
    enabled,
    refetchInterval: LOOK,
    queryFn: async () => (await data(api.GET("/api/warning-feeds"))).items,
  });
}
