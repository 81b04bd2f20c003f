import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";

/** Closures that go on, the earliest first; without a unit everything that the reader sees. */
export function useClosures(unit: string | undefined, enabled = true) {
  return useQuery({
    queryKey: ["closures", unit],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/closures", { params: { query: { limit: 500, ...(unit && { unit }) } } })),
  });
}

export function useClosureCounts(unit: string | undefined, enabled = true) {
  return useQuery({
    queryKey: ["closures", "counts", unit],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/closures/counts", { params: { query: { ...(unit && { unit }) } } })),
  });
}
