import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import { useFormat } from "../../ui/language";

export function usePlaceCounts(unit: string, may: boolean) {
  return useQuery({
    queryKey: ["places", "counts", unit],
    enabled: may,
    queryFn: () => data(api.GET("/api/places/counts", { params: { query: { unit } } })),
  });
}

/** Names of kinds; the word itself where a register of old has its own. */
export function useKindNames(): (kind: string) => string {
  const f = useFormat();
  const kinds = useQuery({ queryKey: ["place-kinds"], staleTime: Infinity, queryFn: () => data(api.GET("/api/place-kinds")) }).data?.items;
  return (kind) => {
    const known = kinds?.find(({ id }) => id === kind);
    return known ? f.name(known.names) : kind;
  };
}
