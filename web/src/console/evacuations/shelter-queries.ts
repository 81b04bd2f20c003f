import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import type { EvacuationDetail, EvacuationGroup, Names, Peril, ShelterView } from "../../api/types";
import { newId, useStep } from "./queries";
import { peopleToCome } from "./people";

export type Proposal = components["schemas"]["ShelterProposalView"];

/** Where people set out. */
interface Start {
  lon: number;
  lat: number;
  /** Whether it is their building, not the middle of the unit. */
  own: boolean;
}

/** Most pages of shelters that are read for names. */
const PAGES = 10;

async function middleOf(unit: string | undefined): Promise<Start | null> {
  const centre = unit ? (await data(api.GET("/api/units/{id}", { params: { path: { id: unit } } }))).unit.centre : undefined;
  const [lon, lat] = centre ?? [];
  return lon === undefined || lat === undefined ? null : { lon, lat, own: false };
}

async function startOf(group: EvacuationGroup, unit: string | undefined): Promise<Start | null> {
  const place = group.place ? await data(api.GET("/api/places/{id}", { params: { path: { id: group.place } } })) : undefined;
  return place?.lon != null && place.lat != null ? { lon: place.lon, lat: place.lat, own: true } : middleOf(unit);
}

const suggested = ({ lon, lat }: Start, peril: Peril, people: number): Promise<Proposal[]> =>
  data(api.GET("/api/shelters/suggest", { params: { query: { lon, lat, peril, people } } }));

/** Shelters for a building, in the order of the server; null where nobody knows where the building stands. */
export function useProposals(one: EvacuationDetail, group: EvacuationGroup) {
  const people = peopleToCome(group) ?? 0;
  return useQuery({
    queryKey: ["shelters", "near", group.id, one.peril, people],
    queryFn: async () => {
      const start = await startOf(group, one.unit?.id);
      return start && { own: start.own, proposals: await suggested(start, one.peril, people) };
    },
  });
}

/** What the shelters of an evacuation are called. A group knows the id alone; a shelter may stand outside the reader's area. */
export function useShelterNames(one: EvacuationDetail) {
  const ids = [...new Set(one.items.flatMap(({ shelter }) => shelter ?? []))].sort();
  return useQuery({
    queryKey: ["shelter-names", ids],
    enabled: ids.length > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: () => namesOf(ids, one),
  });
}

/** First those that stand near: they are the likely ones. Then all that the reader sees. */
async function namesOf(ids: string[], one: EvacuationDetail): Promise<Record<string, Names>> {
  const names: Record<string, Names> = {};
  const take = (rows: ShelterView[]) => {
    for (const row of rows) names[row.id] = row.names;
  };
  const middle = await middleOf(one.unit?.id);
  if (middle) take(await suggested(middle, one.peril, 0));
  let after: string | null | undefined;
  for (let page = 0; page < PAGES && !ids.every((id) => id in names); page++) {
    const { items, next } = await data(api.GET("/api/shelters", { params: { query: { limit: 500, ...(after && { after }) } } }));
    take(items);
    if (!next) break;
    after = next;
  }
  return names;
}

/** Reports where a building goes. Said twice it says the same, so each attempt has a key of its own. */
export const useChooseShelter = (id: string) =>
  useStep((line: { group: string; shelter: string }) =>
    data(api.POST("/api/evacuations/{id}/report", { params: { path: { id }, header: { "Idempotency-Key": newId() } }, body: { shelters: [line] } })),
  );
