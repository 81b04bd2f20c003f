import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import { problemFrom } from "../../api/problem";
import type { Names, UnitFilter } from "../../api/types";

const PAGE = 500;

/** The lower units of `parent`, or the hits of `q` anywhere below it. */
export function useUnitList(parent: string | undefined, q: string | undefined) {
  const filter: UnitFilter = q ? { q, ...(parent ? { within: parent } : {}) } : { ...(parent ? { parent } : {}) };
  return useInfiniteQuery({
    queryKey: ["units", filter],
    enabled: parent !== undefined,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(api.GET("/api/units", { params: { query: { ...filter, limit: PAGE, ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useUnitCounts(within: string | undefined) {
  return useQuery({
    queryKey: ["unit-counts", within],
    enabled: within !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/units/counts", { params: { query: { within: within! } } })),
  });
}

/** Hazard counts of every unit of one level that has any. Needs a session; without one the map is "not assessed". */
export function useMapState(level: number, signedIn: boolean) {
  return useQuery({
    queryKey: ["map-state", level],
    enabled: signedIn,
    queryFn: () => data(api.GET("/api/map/state", { params: { query: { level } } })),
  });
}

export function useRoster(unit: string, signedIn: boolean) {
  return useQuery({
    queryKey: ["roster", unit],
    enabled: signedIn,
    queryFn: () => data(api.GET("/api/roster", { params: { query: { unit } } })),
  });
}

export function useBoundary(unit: string | undefined) {
  return useQuery({
    queryKey: ["boundary", unit],
    enabled: unit !== undefined,
    staleTime: Infinity,
    retry: false,
    queryFn: () => geojson(`/api/units/${unit}/boundary`),
  });
}

export interface PlaceProperties {
  id: string;
  kind: string;
  names: Names;
}

/** `attribution` is there when some of them came from OpenStreetMap. */
export type Places = GeoJSON.FeatureCollection & { attribution?: string };

export async function fetchPlaces(unit: string): Promise<Places> {
  return geojson(`/api/places?unit=${unit}`) as Promise<Places>;
}

/** GeoJSON is described by its own standard, not by the API schema. */
async function geojson(path: string): Promise<GeoJSON.GeoJSON> {
  const response = await fetch(path, { credentials: "same-origin" });
  if (!response.ok) throw await problemFrom(response);
  return response.json();
}
