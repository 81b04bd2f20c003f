import { useCallback } from "react";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import type { EvacuationDetail, EvacuationDoor, EvacuationView } from "../../api/types";
import { usePolled } from "../warnings/use-polled";

export function useEvacuations(account: string) {
  return usePolled(`evacuations.${account}`, evacuations);
}

/** A gate page of some network is no list. */
async function evacuations(): Promise<EvacuationView[]> {
  const { items } = await data(api.GET("/api/evacuations", { params: { query: { open: true, limit: 20 } } }));
  if (!Array.isArray(items)) throw new Error("no list in the answer");
  return items;
}

export type ResidentCall = components["schemas"]["ResidentCallView"];

export interface Sheet {
  evacuation: EvacuationDetail;
  doors: EvacuationDoor[];
  /** Missing in what a phone kept before it knew of them. */
  calls?: ResidentCall[];
}

/** One evacuation with the doors that this person reports for. */
export function useEvacuation(account: string, id: string) {
  const fetch = useCallback(async (): Promise<Sheet> => {
    const path = { id };
    const evacuation = await data(api.GET("/api/evacuations/{id}", { params: { path } }));
    if (evacuation?.id !== id) throw new Error("no evacuation in the answer");
    const doors = evacuation.can.report ? await data(api.GET("/api/evacuations/{id}/doors", { params: { path } })) : [];
    const calls = evacuation.can.report ? await data(api.GET("/api/evacuations/{id}/resident-calls", { params: { path } })) : [];
    return { evacuation, doors, calls };
  }, [id]);
  return usePolled(`evacuation.${account}.${id}`, fetch);
}
