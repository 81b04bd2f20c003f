import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import { useSession } from "./session";

/** Responses, the latest first: several pages show them, and the shell the undecided ones. */
export function useResponses(filter: { unit?: string | undefined; warning?: string | undefined; open?: boolean }) {
  const { unit, warning, open = false } = filter;
  return useInfiniteQuery({
    queryKey: ["responses", unit, warning, open],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/responses", {
          params: { query: { limit: 50, ...(open && { open }), ...(unit && { unit }), ...(warning && { warning }), ...(pageParam && { after: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Where a spoken decision of the reader's was written down and waits for the signature. */
export function useToSign() {
  const may = useSession()?.permissions.includes("decide_response") ?? false;
  const query = useQuery({
    queryKey: ["responses", "to-sign"],
    enabled: may,
    queryFn: () => data(api.GET("/api/responses", { params: { query: { to_sign: true, limit: 100 } } })),
  });
  return query.data?.items ?? [];
}

/** What is proposed or in force anywhere in the reader's area. */
export function useOpenResponses() {
  const may = useSession()?.permissions.includes("view_warnings") ?? false;
  return useQuery({
    queryKey: ["responses", "open"],
    enabled: may,
    queryFn: async () => (await data(api.GET("/api/responses", { params: { query: { open: true, limit: 100 } } }))).items,
  });
}

/** What of it waits for a decision, the longest first. */
export function useUndecided() {
  const open = useOpenResponses().data ?? [];
  return open.filter((one) => one.proposal).sort((a, b) => (a.proposal?.since ?? 0) - (b.proposal?.since ?? 0));
}
