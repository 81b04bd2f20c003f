import { useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { Picked } from "./map-controller";

/**
 * Tiles carry a unit's number, the API its id. The place of the click names the whole lineage there; at a simplified
 * border the tile may be one unit off, and then the name finds it.
 */
export function usePick(onFound: (id: string) => void): (picked: Picked) => void {
  const client = useQueryClient();
  return (picked) => {
    void client
      .fetchQuery({
        queryKey: ["pick", picked.number],
        staleTime: Infinity,
        queryFn: () => findUnit(picked),
      })
      .then((id) => id && onFound(id));
  };
}

async function findUnit({ number, name, lon, lat }: Picked): Promise<string | null> {
  const { lineage } = await data(api.GET("/api/units/locate", { params: { query: { lon, lat } } }));
  const there = lineage.find((unit) => unit.number === number);
  if (there) return there.id;
  const named = await data(api.GET("/api/units", { params: { query: { q: name, limit: 50 } } }));
  return named.items.find((unit) => unit.number === number)?.id ?? null;
}
