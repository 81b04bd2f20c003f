import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import { uuid7 } from "../../api/uuid7";

type Schemas = components["schemas"];

export function useEvacuations(open: boolean) {
  return useInfiniteQuery({
    queryKey: ["evacuations", open],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/evacuations", { params: { query: { ...(open && { open: true }), limit: 50, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useEvacuation(id: string) {
  return useQuery({ queryKey: ["evacuation", id], queryFn: () => data(api.GET("/api/evacuations/{id}", { params: { path: { id } } })) });
}

/** Doors of which nobody knows that the household is safe; asked only by those who report there. */
export function useMissingDoors(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["evacuation", id, "doors"],
    enabled,
    queryFn: () => data(api.GET("/api/evacuations/{id}/doors", { params: { path: { id }, query: { unaccounted: true } } })),
  });
}

export function useShelters() {
  return useInfiniteQuery({
    queryKey: ["shelters"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/shelters", { params: { query: { limit: 200, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Buildings that an evacuation may be ordered for; the first of those with what is typed in their name. */
export function useBuildings(unit: string | undefined, q: string) {
  return useQuery({
    queryKey: ["places", "buildings", unit, q],
    enabled: unit !== undefined,
    queryFn: () => data(api.GET("/api/places/register", { params: { query: { unit: unit!, kind: "building", limit: 100, ...(q && { q }) } } })),
  });
}

/** What a step on an evacuation changes may stand on any of these pages. */
export function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSettled: () => Promise.all(["evacuations", "evacuation", "shelters"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** The id is the key too: sent again after a lost answer, it orders once. */
export const useOrder = () =>
  useStep((body: Schemas["EvacuationOrder"]) => data(api.POST("/api/evacuations", { params: { header: { "Idempotency-Key": body.id } }, body })));

export const newId = () => uuid7();

export const useTold = () => useStep((id: string) => data(api.POST("/api/evacuations/{id}/told", { params: { path: { id } } })));

export const useDecide = () =>
  useStep(({ id, body }: { id: string; body: Schemas["DecideReturnOrder"] }) => data(api.POST("/api/evacuations/{id}/return", { params: { path: { id } }, body })));

export const useEnd = () =>
  useStep(({ id, reason }: { id: string; reason: string }) => data(api.POST("/api/evacuations/{id}/end", { params: { path: { id } }, body: { reason } })));

export const useImportShelters = () =>
  useStep((text: string) => data(api.POST("/api/shelters/import", { body: text, bodySerializer: (body) => body, headers: { "Content-Type": "text/csv" } })));
