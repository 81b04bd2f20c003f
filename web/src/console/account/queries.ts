import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { ContactKind, SessionView } from "../../api/types";
import type { components } from "../../api/schema";
import { useReauthenticated } from "../shell/reauthenticate";

export function useSessions() {
  return useQuery({ queryKey: ["own", "sessions"], queryFn: () => data(api.GET("/api/sessions")) });
}

export function useTokens() {
  return useQuery({ queryKey: ["own", "tokens"], queryFn: () => data(api.GET("/api/tokens")) });
}

export function useHoldings() {
  return useQuery({ queryKey: ["own", "holdings"], queryFn: () => data(api.GET("/api/me/holdings")) });
}

/** A step on the own access, with the password again where it is asked for; what is on screen is read anew. */
function useOwnStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    mutationFn: (value: V) => reauthenticated(() => step(value)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["own"] }),
    // A step whose answer was lost may have been done: the list shows it.
    onError: () => void client.invalidateQueries({ queryKey: ["own"] }),
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useOwnStep(async (body: { old: string; new: string }) => {
    client.setQueryData<SessionView>(["session"], await data(api.POST("/api/session/password", { body })));
  });
}

export const useEnrolFactor = () => useOwnStep(() => data(api.POST("/api/factor")));

export function useConfirmFactor() {
  const client = useQueryClient();
  return useOwnStep(async (code: string) => {
    const { recovery_codes } = await data(api.POST("/api/factor/confirm", { body: { code } }));
    // Permissions that waited for the factor count from now on.
    void client.invalidateQueries({ queryKey: ["session"] });
    return recovery_codes;
  });
}

export function useRemoveFactor() {
  const client = useQueryClient();
  return useOwnStep(async () => {
    client.setQueryData<SessionView>(["session"], await data(api.DELETE("/api/factor")));
  });
}

export const useEndSession = () => useOwnStep((id: string) => data(api.DELETE("/api/sessions/{id}", { params: { path: { id } } })));

export const useMakeToken = () =>
  useOwnStep(({ key, order }: { key: string; order: components["schemas"]["TokenOrder"] }) =>
    data(api.POST("/api/tokens", { params: { header: { "Idempotency-Key": key } }, body: order })),
  );

export const useRevokeToken = () => useOwnStep((id: string) => data(api.DELETE("/api/tokens/{id}", { params: { path: { id } } })));

export const useSetContact = () =>
  useOwnStep((body: { kind: ContactKind; value: string | null }) => data(api.PUT("/api/me/contacts", { body })));

export function useErase() {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    mutationFn: () => reauthenticated(() => data(api.POST("/api/me/erasure"))),
    onSuccess: () => {
      client.setQueryData(["session"], null);
      client.removeQueries({ predicate: (query) => !["system", "session"].includes(String(query.queryKey[0])) });
    },
  });
}
