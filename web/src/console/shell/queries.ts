import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import { useFormat } from "../../ui/language";

/** `everyMs` where a page shows what changes without an event. */
export function useSystem(everyMs?: number) {
  return useQuery({
    queryKey: ["system"],
    staleTime: Infinity,
    refetchInterval: everyMs ?? false,
    queryFn: () => data(api.GET("/api/system")),
  });
}

export function useUnitDetail(id: string | undefined) {
  return useQuery({
    queryKey: ["unit", id],
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/units/{id}", { params: { path: { id: id! } } })),
  });
}

/** Units by name, pinyin or code, for pickers and the finder. */
export function useUnitSearch(q: string, limit: number) {
  return useQuery({
    queryKey: ["unit-search", q, limit],
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/units", { params: { query: { q, limit } } })),
  });
}

export function useCatalogue() {
  return useQuery({
    queryKey: ["catalogue"],
    staleTime: Infinity,
    queryFn: () => data(api.GET("/api/catalogue")),
  });
}

export function useTitleList() {
  return useQuery({
    queryKey: ["titles"],
    staleTime: Infinity,
    queryFn: () => data(api.GET("/api/titles")),
  });
}

/** The name of a title of which only the key is known. */
export function useTitles(): (id: string) => string {
  const f = useFormat();
  const titles = useTitleList().data;
  return (id) => {
    const title = titles?.find((one) => one.id === id);
    return title ? f.name(title.names) : id;
  };
}

/** The table of plans in force; it changes with the settings alone. */
export function usePlans(enabled = true) {
  return useQuery({ queryKey: ["plans"], enabled, staleTime: Infinity, queryFn: () => data(api.GET("/api/plans")) });
}
