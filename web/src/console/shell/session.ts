import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { SessionView } from "../../api/types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Infinity,
  queryFn: async (): Promise<SessionView | null> => {
    try {
      return await data(api.GET("/api/session"));
    } catch (error) {
      if (asProblem(error).code === "sign_in_required") return null;
      throw error;
    }
  },
});

/** `undefined` while unknown, `null` when nobody is signed in. */
export function useSession(): SessionView | null | undefined {
  return useQuery(sessionQuery).data;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: { login: string; password: string; code?: string } | { code: string }) =>
      "login" in form
        ? data(api.POST("/api/session", { body: form }))
        : data(api.POST("/api/session/oidc/code", { body: form })),
    onSuccess: (session) => {
      // What one person may see says nothing about what the next may see.
      // The session's own entry stays: whoever watches a removed one never hears of its successor.
      client.removeQueries({ predicate: (query) => !["system", "session"].includes(String(query.queryKey[0])) });
      client.setQueryData(["session"], session);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => data(api.DELETE("/api/session")),
    onSuccess: () => {
      client.setQueryData(["session"], null);
      client.removeQueries({ predicate: (query) => !["system", "session"].includes(String(query.queryKey[0])) });
    },
  });
}
