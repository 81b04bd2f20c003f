import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "../../../api/client";
import type { MessageContent, OralWay, PublicKind } from "../../../api/types";
import { uuid7 } from "../../../api/uuid7";
import { useReauthenticated } from "../../shell/reauthenticate";

export type Shown = "waiting" | "force" | "review" | "all";

/** What each choice asks for. */
export const MESSAGES_SHOWN: Record<Shown, { state?: string; unreviewed?: boolean }> = {
  waiting: { state: "submitted,draft,rejected" },
  force: { state: "published" },
  review: { unreviewed: true },
  all: {},
};

export function useMessages(shown: Shown) {
  return useInfiniteQuery({
    queryKey: ["public-messages", shown],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => data(api.GET("/api/public-messages", { params: { query: { ...MESSAGES_SHOWN[shown], limit: 50, ...(pageParam && { after: pageParam }) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useMessage(id: string | undefined) {
  return useQuery({
    queryKey: ["public-messages", "one", id],
    enabled: id !== undefined,
    queryFn: () => data(api.GET("/api/public-messages/{id}", { params: { path: { id: id! } } })),
  });
}

export function useDeciders(id: string, wanted: boolean) {
  return useQuery({
    queryKey: ["public-messages", "deciders", id],
    enabled: wanted,
    queryFn: () => data(api.GET("/api/public-messages/{id}/deciders", { params: { path: { id } } })),
  });
}

export function useTemplates() {
  return useQuery({ queryKey: ["message-templates"], staleTime: Infinity, queryFn: () => data(api.GET("/api/public-messages/templates")) });
}

/** The words and what speaks against them, as the server sees it; the last answer stays while it looks again. */
export function usePreview(kind: PublicKind, content: MessageContent | undefined) {
  return useQuery({
    queryKey: ["message-preview", kind, content],
    enabled: content !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
    queryFn: () => data(api.POST("/api/public-messages/preview", { body: { kind, content: content! } })),
  });
}

/** A step on a message. Its key stays with the try: the password may be asked in between. */
function useStep<V, T>(step: (value: V, key: string) => Promise<T>) {
  const client = useQueryClient();
  const reauthenticated = useReauthenticated();
  return useMutation({
    mutationFn: (value: V) => {
      const key = uuid7();
      return reauthenticated(() => step(value, key));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["public-messages"] }),
  });
}

const header = (key: string) => ({ "Idempotency-Key": key });

export interface Saving {
  id: string;
  /** Absent for a new message. */
  version?: number | undefined;
  kind: PublicKind;
  content: MessageContent;
}

const save = ({ id, version, kind, content }: Saving, key: string) =>
  data(
    version === undefined
      ? api.POST("/api/public-messages", { params: { header: header(key) }, body: { id, kind, content } })
      : api.PUT("/api/public-messages/{id}", { params: { path: { id }, header: header(key) }, body: { version, kind, content } }),
  );

export const useSave = () => useStep(save);

interface Looked {
  id: string;
  version: number;
}

const submit = ({ id, version }: Looked, key: string) =>
  data(api.POST("/api/public-messages/{id}/submit", { params: { path: { id }, header: header(key) }, body: { version } }));

export const useSubmit = () => useStep(submit);

export interface Oral {
  posting: string;
  way: OralWay;
  at: number;
}

export const useApprove = () =>
  useStep(({ id, version, oral }: Looked & { oral: Oral | null }, key) =>
    data(api.POST("/api/public-messages/{id}/approve", { params: { path: { id }, header: header(key) }, body: { version, oral } })),
  );

export const useReject = () =>
  useStep(({ id, version, note }: Looked & { note: string }, key) =>
    data(api.POST("/api/public-messages/{id}/reject", { params: { path: { id }, header: header(key) }, body: { version, note } })),
  );

export const useReview = () =>
  useStep(({ id, version, verdict, note }: Looked & { verdict: "justified" | "unjustified"; note: string }, key) =>
    data(api.POST("/api/public-messages/{id}/review", { params: { path: { id }, header: header(key) }, body: { version, verdict, note } })),
  );

export const useSign = () =>
  useStep(({ id, version }: Looked, key) => data(api.POST("/api/public-messages/{id}/sign", { params: { path: { id }, header: header(key) }, body: { version } })));

export const useGlass = () =>
  useStep(({ id, content }: { id: string; content: MessageContent }, key) =>
    data(api.POST("/api/public-messages/break-glass", { params: { header: header(key) }, body: { id, content, oral: null } })),
  );

export const useEnd = () =>
  useStep(({ id, kind }: { id: string; kind: "cancel" | "all_clear" }, key) => {
    const params = { path: { id }, header: header(key) };
    const body = { id: key };
    return data(kind === "cancel" ? api.POST("/api/public-messages/{id}/cancel", { params, body }) : api.POST("/api/public-messages/{id}/all-clear", { params, body }));
  });
