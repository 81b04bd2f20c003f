import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components, paths } from "../../api/schema";
import { useReauthenticated } from "../shell/reauthenticate";

type Schemas = components["schemas"];
export type BodyKind = NonNullable<NonNullable<paths["/api/bodies"]["get"]["parameters"]["query"]>["kind"]>;

export function useAccounts(may: boolean) {
  return useQuery({ queryKey: ["accounts"], enabled: may, queryFn: () => data(api.GET("/api/accounts")) });
}

/** A change of somebody's access, with the password again where it is asked for. */
function useAccountStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    mutationFn: (value: V) => reauthenticated(() => step(value)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["accounts"] }),
  });
}

/** Another link for somebody who has set no password yet. */
export const useSendLink = () =>
  useAccountStep(({ key, id }: { key: string; id: string }) =>
    data(api.POST("/api/accounts/{id}/link", { params: { path: { id }, header: { "Idempotency-Key": key } } })),
  );

export const useDisable = () =>
  useAccountStep((id: string) => data(api.POST("/api/accounts/{id}/disable", { params: { path: { id } } })));

export const useGivePosting = (id: string) =>
  useAccountStep(({ key, order }: { key: string; order: Schemas["PostingOrder"] }) =>
    data(api.POST("/api/accounts/{id}/postings", { params: { path: { id }, header: { "Idempotency-Key": key } }, body: order })),
  );

export const useOpenAccount = () =>
  useAccountStep(({ key, order }: { key: string; order: Schemas["AccountOrder"] }) =>
    data(api.POST("/api/accounts", { params: { header: { "Idempotency-Key": key } }, body: order })),
  );

export const useEndPosting = () =>
  useAccountStep((id: string) => data(api.POST("/api/postings/{id}/end", { params: { path: { id } }, body: {} })));

export function useBodyPages(unit: string | undefined, kind: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["body-pages", unit, kind],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/bodies", {
          params: { query: { limit: 200, ...(unit && { unit }), ...(kind && { kind: kind as BodyKind }), ...(pageParam && { after: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useUnitBodies(unit: string | undefined) {
  return useQuery({
    queryKey: ["bodies", unit],
    enabled: unit !== undefined,
    queryFn: () => data(api.GET("/api/bodies", { params: { query: { unit: unit!, limit: 200 } } })),
  });
}

export function useBoard(unit: string | undefined, from: number, to: number, may: boolean) {
  return useQuery({
    queryKey: ["duty", unit, from, to],
    enabled: may && unit !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () => data(api.GET("/api/units/{id}/duty", { params: { path: { id: unit! }, query: { from, to } } })),
  });
}

/** Posts that can be put on this roster; asked for by those alone who may set it. */
export function usePosts(unit: string, may: boolean) {
  return useQuery({
    queryKey: ["posts", unit],
    enabled: may,
    queryFn: () => data(api.GET("/api/units/{id}/posts", { params: { path: { id: unit } } })),
  });
}

function useRosterStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["duty"] }), client.invalidateQueries({ queryKey: ["roster"] })]),
  });
}

export const useAddLine = (unit: string) =>
  useRosterStep(({ key, line }: { key: string; line: Schemas["NewLine"] }) =>
    data(api.POST("/api/units/{id}/duty", { params: { path: { id: unit }, header: { "Idempotency-Key": key } }, body: { lines: [line] } })),
  );

export const useEndLine = () => useRosterStep((id: string) => data(api.DELETE("/api/duty/{id}", { params: { path: { id } } })));

interface OneShift {
  line: string;
  date: string;
}

export const useSubstitute = () =>
  useRosterStep(({ line, date, posting }: OneShift & { posting: string | null }) =>
    data(api.PUT("/api/duty/{id}/substitutes/{date}", { params: { path: { id: line, date } }, body: { posting } })),
  );

export const useRestore = () =>
  useRosterStep(({ line, date }: OneShift) => data(api.DELETE("/api/duty/{id}/substitutes/{date}", { params: { path: { id: line, date } } })));
