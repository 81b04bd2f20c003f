import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import { useReauthenticated } from "../shell/reauthenticate";

type Schemas = components["schemas"];

export function useHarmReports(unit: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["harms", unit],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(api.GET("/api/harm-reports", { params: { query: { limit: 50, ...(unit && { unit }), ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useHarmTotals(unit: string | undefined) {
  return useQuery({
    queryKey: ["harms", "totals", unit],
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/harm-reports/totals", { params: { query: { ...(unit && { unit }) } } })),
  });
}

/** Opening one says that this level has seen it. */
export function useHarmReport(id: string, open: boolean) {
  return useQuery({ queryKey: ["harm", id], enabled: open, queryFn: () => data(api.GET("/api/harm-reports/{id}", { params: { path: { id } } })) });
}

function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSettled: () => Promise.all(["harms", "harm"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export const useAddVersion = () =>
  useStep(({ id, key, body }: { id: string; key: string; body: Schemas["HarmVersionWire"] }) =>
    data(api.POST("/api/harm-reports/{id}/versions", { params: { path: { id }, header: { "Idempotency-Key": key } }, body })),
  );

export const useRelate = () =>
  useStep(({ id, master }: { id: string; master: string | null }) => data(api.PUT("/api/harm-reports/{id}/master", { params: { path: { id } }, body: { master } })));

/** A name, journalled; kept nowhere. */
export function useRevealReporter() {
  const reauthenticated = useReauthenticated();
  return useMutation({
    gcTime: 0,
    mutationFn: ({ id, number, reason }: { id: string; number: number; reason: string }) =>
      reauthenticated(() => data(api.POST("/api/harm-reports/{id}/reveal", { params: { path: { id } }, body: { number, reason } }))),
  });
}
