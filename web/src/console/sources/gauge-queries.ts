import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import { useReauthenticated } from "../shell/reauthenticate";

type Schemas = components["schemas"];
export type Gauge = Schemas["GaugeView"];
export type Quantity = Schemas["QuantityWord"];

/** A silent gauge shows itself by time alone: looked at again while the page is open. */
const LOOK = 30_000;

export function useGauges() {
  return useQuery({ queryKey: ["gauges"], refetchInterval: LOOK, queryFn: async () => (await data(api.GET("/api/gauges"))).items });
}

function useGaugeStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    gcTime: 0,
    mutationFn: (value: V) => reauthenticated(() => step(value)),
    onSettled: () => client.invalidateQueries({ queryKey: ["gauges"] }),
  });
}

export const useSetGauge = () =>
  useGaugeStep(({ id, body }: { id: string; body: Schemas["GaugeWire"] }) => data(api.PUT("/api/gauges/{id}", { params: { path: { id } }, body })));

export const useRenewGauge = () => useGaugeStep((id: string) => data(api.POST("/api/gauges/{id}/secret", { params: { path: { id } } })));

export const useRevokeGauge = () => useGaugeStep((id: string) => data(api.DELETE("/api/gauges/{id}", { params: { path: { id } } })));

export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: Schemas["DecisionWire"] }) => data(api.POST("/api/proposals/{id}/decision", { params: { path: { id } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: ["proposals"] }),
  });
}
