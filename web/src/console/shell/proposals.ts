import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";

export type Proposal = components["schemas"]["ProposalView"];

const LOOK = 30_000;

/** What readings propose and waits for a decision; the stream says when to look again. */
export function useProposals(enabled = true) {
  return useQuery({
    queryKey: ["proposals"],
    enabled,
    refetchInterval: LOOK,
    queryFn: async () => (await data(api.GET("/api/proposals", { params: { query: { open: true } } }))).items,
  });
}
