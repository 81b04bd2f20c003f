import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import type { EvacuationDetail, EvacuationGroup, Peril } from "../../api/types";
import { newId, useStep } from "./queries";
import { peopleToCome } from "./people";

type Schemas = components["schemas"];

export type Proposal = Schemas["ShelterProposalView"];

/** What kind of place it is cannot be overruled. */
export const isBarred = ({ unsuited }: Pick<Proposal, "unsuited">): boolean => unsuited === "open_air" || unsuited === "underground";

/** Where people set out. */
interface Start {
  lon: number;
  lat: number;
  /** Whether it is their building, not the middle of the unit. */
  own: boolean;
}

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

interface Near {
  /** The building, and where it stands. */
  place: string;
  at: { lon: number; lat: number } | null;
  unit: string | undefined;
  peril: Peril;
  people: number;
}

/** The same for a building that is not ordered yet; null where nobody knows where it stands. */
export function useSheltersNear({ place, at, unit, peril, people }: Near, enabled: boolean) {
  return useQuery({
    queryKey: ["shelters", "near", place, peril, people],
    enabled,
    // What is chosen must not vanish while a number is typed.
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const start = at ? { ...at, own: true } : await middleOf(unit);
      return start && suggested(start, peril, people);
    },
  });
}

/** Where a building goes: no shelter takes the choice back. `from` is what the chooser saw. Said twice it says the same, so each attempt has a key of its own. */
export const useChooseShelter = (id: string) =>
  useStep((line: Schemas["EvacuationShelterLine"]) =>
    data(api.POST("/api/evacuations/{id}/report", { params: { path: { id }, header: { "Idempotency-Key": newId() } }, body: { shelters: [line] } })),
  );
