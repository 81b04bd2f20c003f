import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import { problemText } from "../../ui/state-panel";
import { useWords } from "./words";
import "./paper-button.css";

type Paper = components["schemas"]["PaperView"];

/** How often is asked whether the paper is made. */
const ASK = 1000;

/** Asks for a paper as PDF, waits until it is made, and saves it; then it can be saved again for a day. */
export function PaperButton({ ask, of, small = false }: { ask: () => Promise<Paper>; of?: string; small?: boolean }) {
  const words = useWords();
  const say = words.paper;
  const asked = useMutation({ mutationFn: ask });
  const first = asked.data;
  const followed = useQuery({
    queryKey: ["paper", first?.id],
    queryFn: () => data(api.GET("/api/papers/{id}", { params: { path: { id: first?.id ?? "" } } })),
    enabled: first?.state === "waiting",
    refetchInterval: ({ state }) => (state.data == null || state.data.state === "waiting" ? ASK : false),
  });
  const paper = first?.state === "waiting" ? (followed.data ?? first) : first;
  const waits = asked.isPending || (paper?.state === "waiting" && !followed.isError);
  const file = paper?.state === "made" ? `/api/papers/${paper.id}/file` : undefined;
  useEffect(() => {
    if (!file) return;
    const link = document.createElement("a");
    link.href = file;
    link.download = "";
    link.click();
  }, [file]);
  const size = small ? "small" : "middle";
  /** Several stand on one page: each says whose it is. */
  const named = (what: string) => (of ? `${what} ${of}` : undefined);
  const failed = asked.error ?? followed.error;
  return (
    <span className="paper-button" role="status">
      {file ? (
        <Button size={size} href={file} download aria-label={named(say.save)}>
          {say.save}
        </Button>
      ) : (
        <Button size={size} loading={waits} onClick={() => asked.mutate()} aria-label={named(waits ? say.waits : say.ask)}>
          {waits ? say.waits : say.ask}
        </Button>
      )}
      {paper?.state === "failed" && <span className="paper-problem">{words.problem.code[paper.problem ?? ""] ?? paper.detail}</span>}
      {failed && <span className="paper-problem">{problemText(asProblem(failed), words)}</span>}
    </span>
  );
}
