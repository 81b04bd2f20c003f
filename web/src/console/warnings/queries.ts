import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";
import { useReauthenticated } from "../shell/reauthenticate";

export function useWarnings(inForce: boolean) {
  return useInfiniteQuery({
    queryKey: ["warnings", inForce],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/warnings", { params: { query: { ...(inForce && { in_force: true }), limit: 50, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useWarning(id: string) {
  return useQuery({ queryKey: ["warning", id], queryFn: () => data(api.GET("/api/warnings/{id}", { params: { path: { id } } })) });
}

/** What a step on warnings or rounds changes may stand on any of their pages. */
function useStep<V, T>(step: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSettled: () => Promise.all(["warnings", "warning", "callout"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** The file goes as it is: what stands in it is what was warned of. */
export const useImport = () =>
  useStep((file: File) =>
    data(
      api.POST("/api/warnings", {
        // The typed client knows text; the bytes may be in any encoding.
        body: file as unknown as string,
        bodySerializer: (body) => body,
        headers: { "Content-Type": "application/cap+xml" },
      }),
    ),
  );

export const useStartCalls = () => useStep((id: string) => data(api.POST("/api/warnings/{id}/callout", { params: { path: { id } } })));

/** Many are silenced by it: the password is asked for where it was shown long ago. */
export function useEndCalls() {
  const reauthenticated = useReauthenticated();
  return useStep(({ id, reason }: { id: string; reason: string }) =>
    reauthenticated(() => data(api.POST("/api/callouts/{id}/end", { params: { path: { id } }, body: { reason } }))),
  );
}

export type VerificationOrder = components["schemas"]["VerificationOrder"];

export const useVerify = (id: string) =>
  useStep((body: VerificationOrder) => data(api.POST("/api/warnings/{id}/verification", { params: { path: { id } }, body })));

export function useIssuers(days: number) {
  return useQuery({ queryKey: ["warnings", "issuers", days], queryFn: () => data(api.GET("/api/warning-issuers", { params: { query: { days } } })) });
}
