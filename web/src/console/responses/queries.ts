import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import { useReauthenticated } from "../shell/reauthenticate";

type Schemas = components["schemas"];
export type ResponseView = Schemas["ResponseView"];
export type TaskView = Schemas["TaskView"];
export type Decision = Schemas["DecisionOrder"];

export function useResponse(id: string) {
  return useQuery({ queryKey: ["response", id], queryFn: () => data(api.GET("/api/responses/{id}", { params: { path: { id } } })) });
}

/** A sub-district at level II has a thousand tasks: those in a unit and below can be looked at alone. */
export function useTasks(response: string, openOnly: boolean, unit: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["response", response, "tasks", openOnly, unit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/tasks", {
          params: { query: { response, limit: 100, ...(unit && { unit }), ...(openOnly && { state: "open" }), ...(pageParam && { after: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useDeciders(unit: string | undefined, may: boolean) {
  return useQuery({
    queryKey: ["deciders", unit],
    enabled: may && unit !== undefined,
    queryFn: () => data(api.GET("/api/units/{id}/deciders", { params: { path: { id: unit ?? "" } } })),
  });
}

/** The key is that of the pages of evacuations: what is reported there is fresh here. */
export function useMoved(unit: string | undefined) {
  return useQuery({
    queryKey: ["evacuations", "unit", unit],
    enabled: unit !== undefined,
    queryFn: () => data(api.GET("/api/evacuations", { params: { query: { limit: 100, ...(unit && { unit }) } } })),
  });
}

function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSettled: () => Promise.all(["responses", "response"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** A decision that many feel: the password is asked for where it was shown long ago. */
export function useDecideResponse() {
  const reauthenticated = useReauthenticated();
  return useStep(({ id, key, body }: { id: string; key: string; body: Decision }) =>
    reauthenticated(() => data(api.POST("/api/responses/{id}/decisions", { params: { path: { id }, header: { "Idempotency-Key": key } }, body }))),
  );
}

export function useBeginResponse() {
  const reauthenticated = useReauthenticated();
  return useStep(({ key, body }: { key: string; body: Schemas["BeginOrder"] }) =>
    reauthenticated(() => data(api.POST("/api/responses", { params: { header: { "Idempotency-Key": key } }, body }))),
  );
}

export const useSign = () =>
  useStep(({ id, step }: { id: string; step: string }) =>
    data(api.POST("/api/responses/{id}/decisions/{step}/signature", { params: { path: { id, step } } })),
  );

export const useAttend = () =>
  useStep(({ id, present }: { id: string; present: boolean }) =>
    data(api.POST("/api/responses/{id}/command-post", { params: { path: { id } }, body: { present } })),
  );

export const useReportTask = () =>
  useStep(({ id, key, body }: { id: string; key: string; body: Schemas["TaskOrder"] }) =>
    data(api.POST("/api/tasks/{id}/report", { params: { path: { id }, header: { "Idempotency-Key": key } }, body })),
  );
