import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { OutletOrder } from "../../api/types";
import { useReauthenticated } from "../shell/reauthenticate";

/** Live events bring news at once; this is for those that got lost. */
const EVERY_MS = 10_000;

export function useOutlets(unit: string) {
  return useQuery({ queryKey: ["outlets", unit], queryFn: () => data(api.GET("/api/units/{id}/outlets", { params: { path: { id: unit } } })) });
}

export function useToldOutlets(callout: string, unit: string) {
  return useQuery({
    queryKey: ["callout", callout, "outlets", unit],
    refetchInterval: EVERY_MS,
    queryFn: () => data(api.GET("/api/callouts/{id}/outlets", { params: { path: { id: callout }, query: { unit } } })),
  });
}

/** A change, with the password again where it is asked for. */
function useOutletStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    mutationFn: (value: V) => reauthenticated(() => step(value)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["outlets"] }),
  });
}

export const useAddOutlet = (unit: string) =>
  useOutletStep(({ key, order }: { key: string; order: OutletOrder }) =>
    data(api.POST("/api/units/{id}/outlets", { params: { path: { id: unit }, header: { "Idempotency-Key": key } }, body: order })),
  );

export const useRemoveOutlet = () => useOutletStep((id: string) => data(api.DELETE("/api/outlets/{id}", { params: { path: { id } } })));
