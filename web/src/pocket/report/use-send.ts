import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, worthRetrying, type ApiProblem } from "../../api/problem";
import { database } from "../database";
import { remember } from "../own-reports";
import type { Photo } from "../photo";
import { upload } from "../upload";
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
  const send = async (draft: Draft, photos: Photo[]) => {
    setState({ kind: "sending" });
    try {
      const header = { "Idempotency-Key": draft.id };
      const files: string[] = [];
      for (const photo of photos) files.push(await uploaded(photo));
      const { hazard } = await data(api.POST("/api/hazards", { params: { header }, body: { ...toRequest(draft), files } }));
      onSent({ ...remember(hazard, draft.secret), due: hazard.due?.due_at });
    } catch (error) {
      const problem = asProblem(error);
      const arrived = cameBefore(problem) ? await arrivedBefore(draft.secret) : undefined;
      if (arrived) onSent(arrived);
      else setState(stateAfter(problem));
    }
  };
  return { state, send };
}

/** Uploaded once: a report that is tried again must name the same files. */
async function uploaded(photo: Photo): Promise<string> {
  if (photo.file) return photo.file;
  const file = await upload(photo.jpeg);
  photo.file = file;
  await (await database()).put("photos", { ...photo });
  return file;
}

const cameBefore = ({ code }: ApiProblem) => code === "idempotency_mismatch" || code === "duplicate_key";

/** The first send arrived, its answer was lost, and the words were changed since: the report stands as first sent. */
async function arrivedBefore(secret: string): Promise<Sent | undefined> {
  const view = await data(api.POST("/api/follow", { body: { secret } })).catch(() => undefined);
  return view && { ...remember(view.hazard, secret), due: view.hazard.due_at ?? undefined };
}
