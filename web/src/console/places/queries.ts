import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { PlaceWire, WarningColour } from "../../api/types";
import { useFormat } from "../../ui/language";
import type { PlaceSearch } from "../search";

export function usePlaces({ unit, kind, q }: PlaceSearch) {
  return useInfiniteQuery({
    queryKey: ["places", unit, kind, q],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/places/register", {
          params: { query: { limit: 100, ...(unit && { unit }), ...(kind && { kind }), ...(q && { q }), ...(pageParam && { after: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function usePlaceKindList() {
  return useQuery({ queryKey: ["place-kinds"], staleTime: Infinity, queryFn: () => data(api.GET("/api/place-kinds")) });
}

/** The name of a kind; the word itself where a register of old has its own. */
export function useKindName(): (kind: string) => string {
  const f = useFormat();
  const kinds = usePlaceKindList().data?.items;
  return (kind) => {
    const known = kinds?.find(({ id }) => id === kind);
    return known ? f.name(known.names) : kind;
  };
}

export function useResponsibleBodies(unit: string | undefined) {
  return useQuery({
    queryKey: ["bodies", unit],
    enabled: unit !== undefined,
    queryFn: () => data(api.GET("/api/bodies", { params: { query: { unit: unit!, limit: 200 } } })),
  });
}

export function useProposal(unit: string, colour: WarningColour) {
  return useQuery({
    queryKey: ["closures", "proposal", unit, colour],
    queryFn: () => data(api.GET("/api/closures/proposal", { params: { query: { unit, hazard: "rainstorm", colour } } })),
  });
}

function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSettled: () => Promise.all(["places", "closures"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export const useCreatePlace = () => useStep((body: PlaceWire) => data(api.POST("/api/places", { body })));

export const useChangePlace = () =>
  useStep(({ place, body }: { place: string; body: PlaceWire }) => data(api.PUT("/api/places/{id}", { params: { path: { id: place } }, body })));

export const useRetirePlace = () =>
  useStep(({ id, version }: { id: string; version: number }) => data(api.POST("/api/places/{id}/retire", { params: { path: { id } }, body: { version } })));

export const useImportPlaces = () =>
  useStep(({ file, dry }: { file: File; dry: boolean }) =>
    data(
      api.POST("/api/places/import", {
        params: { query: { dry_run: dry } },
        // The typed client knows text; the bytes may be in any encoding.
        body: file as unknown as string,
        bodySerializer: (body) => body,
        headers: { "Content-Type": file.name.toLowerCase().endsWith(".csv") ? "text/csv" : "application/geo+json" },
      }),
    ),
  );

export const useOrderClosures = () =>
  useStep((body: { unit: string; hazard: string; colour: WarningColour; due_at: number }) => data(api.POST("/api/closures", { body })));

export const useCloseStep = () =>
  useStep(({ id, step }: { id: string; step: "closed" | "authorisation" | "reopened" }) => {
    const said = { params: { path: { id } }, body: {} };
    if (step === "closed") return data(api.POST("/api/closures/{id}/closed", said));
    if (step === "reopened") return data(api.POST("/api/closures/{id}/reopened", said));
    return data(api.POST("/api/closures/{id}/authorisation", said));
  });
