import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, worthRetrying, type ApiProblem } from "../../api/problem";
import { remember } from "../own-reports";
import { toRequest, type Draft } from "./draft";
import type { Sent } from "./report-page";

/** Only an answer of the server says "delivered"; everything else keeps the draft. */
export type SendState =
  | { kind: "idle" }
  | { kind: "sending" }
  | { kind: "offline" }
  | { kind: "unknown" }
  | { kind: "rejected"; problem: ApiProblem };

export function stateAfter(problem: ApiProblem): SendState {
  if (problem.status === 0) return { kind: "offline" };
  return worthRetrying(problem) || problem.code === "outcome_unknown" ? { kind: "unknown" } : { kind: "rejected", problem };
}

export function useSend(onSent: (sent: Sent) => void) {
  const [state, setState] = useState<SendState>({ kind: "idle" });
  const send = async (draft: Draft) => {
    setState({ kind: "sending" });
    try {
      const header = { "Idempotency-Key": draft.id };
      const reported = await data(api.POST("/api/hazards", { params: { header }, body: toRequest(draft) }));
      onSent({ ...remember(reported, draft.secret), due: reported.hazard.due?.due_at });
    } catch (error) {
      setState(stateAfter(asProblem(error)));
    }
  };
  return { state, send };
}
