import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { asProblem, worthRetrying } from "../../api/problem";

/** A session that ended elsewhere shows at the first refusal, not at the next reload. */
function noticeSignOut(error: unknown): void {
  if (asProblem(error).code === "sign_in_required") queryClient.setQueryData(["session"], null);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      // Live events invalidate what changed, so age alone is no reason to ask again.
      staleTime: 60_000,
      retry: (failures, error) => failures < 2 && worthRetrying(asProblem(error)),
      refetchOnWindowFocus: false,
      networkMode: "always",
    },
    // Never held back for later: a step that is taken must succeed or fail before the person's eyes.
    mutations: { retry: false, networkMode: "always" },
  },
});
