import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../api/client";
import type { components } from "../../api/schema";

export type NoticeDraft = components["schemas"]["NoticeWire"];

export function useNotices(hazard: string) {
  return useQuery({
    queryKey: ["notices", hazard],
    queryFn: () => data(api.GET("/api/hazards/{id}/notices", { params: { path: { id: hazard } } })),
  });
}

export function useIssueNotice(hazard: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, draft }: { key: string; draft: NoticeDraft }) =>
      data(api.POST("/api/hazards/{id}/notices", { params: { path: { id: hazard }, header: { "Idempotency-Key": key } }, body: draft })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notices", hazard] }),
  });
}

export function useWithdrawNotice(hazard: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => data(api.POST("/api/notices/{id}/withdrawal", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notices", hazard] }),
  });
}
