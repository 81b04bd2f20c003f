import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";

/** Live events bring news at once; this is for what only time changes, and for events that got lost. */
const fresh = { refetchOnMount: "always", refetchInterval: 60_000 } as const;

/** As many as one look can take; more is said as "100+". */
const limit = 100;
const HOUR_MS = 3_600_000;
const SOONEST = 5;

/** The first word of each key is what the stream of events names. */
export function useWarningsNow() {
  return useQuery({ ...fresh, queryKey: ["warnings", "duty"], queryFn: () => data(api.GET("/api/warnings", { params: { query: { in_force: true, limit } } })) });
}

export function useEvacuationsNow() {
  return useQuery({ ...fresh, queryKey: ["evacuations", "duty"], queryFn: () => data(api.GET("/api/evacuations", { params: { query: { open: true, limit } } })) });
}

export function useLatestHarm(enabled: boolean) {
  return useQuery({ ...fresh, enabled, queryKey: ["harms", "duty"], queryFn: () => data(api.GET("/api/harm-reports", { params: { query: { limit } } })) });
}

export function useMessagesNow(enabled: boolean) {
  return useQuery({
    ...fresh,
    enabled,
    queryKey: ["public-messages", "duty"],
    queryFn: () => data(api.GET("/api/public-messages", { params: { query: { state: "submitted,published", limit } } })),
  });
}

/** What is open, what of it is due within the hour, and what is due first of all. */
export function useHazardsNow(enabled: boolean) {
  return useQuery({
    ...fresh,
    enabled,
    queryKey: ["hazard-counts", "duty"],
    queryFn: async () => {
      const due = Date.now() + HOUR_MS;
      const [all, hour, rows] = await Promise.all([
        data(api.GET("/api/hazards/counts", { params: { query: { open: true } } })),
        data(api.GET("/api/hazards/counts", { params: { query: { open: true, due } } })),
        data(api.GET("/api/hazards", { params: { query: { open: true, due, limit: SOONEST } } })),
      ]);
      return { all, hour, rows: rows.items };
    },
  });
}

export function useOnDuty(unit: string | undefined) {
  return useQuery({
    ...fresh,
    enabled: unit !== undefined,
    queryKey: ["duty", unit, "now"],
    queryFn: () => data(api.GET("/api/units/{id}/duty", { params: { path: { id: unit! } } })),
  });
}
