import { useCallback, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { CallHelper, MyCall } from "../../api/types";
import { keepAnswer, keptAnswer } from "../kept";

const keyOf = (call: string) => `helpers.${call}`;

async function fetchHelpers(call: string): Promise<CallHelper[]> {
  const { items } = await data(api.GET("/api/calls/{id}/helpers", { params: { path: { id: call } } }));
  // A gate page of some network is no list.
  if (!Array.isArray(items)) throw new Error("no list in the answer");
  await keepAnswer(keyOf(call), items, Date.now()).catch(() => undefined);
  return items;
}

/** Once for each call, while there is network; one that cannot be asked keeps none from the others. Without, it can be handed over all the same. */
export async function keepHelpers(calls: readonly MyCall[]): Promise<void> {
  for (const { id, may_report, round_ended } of calls) {
    if (may_report && !round_ended && !(await keptAnswer(keyOf(id)))) await fetchHelpers(id).catch(() => undefined);
  }
}

/** Posts that could take the call over: those of now, and without network those that were kept. */
export function useHelpers(call: string) {
  const [helpers, setHelpers] = useState<CallHelper[]>();
  const [problem, setProblem] = useState<ApiProblem>();
  const look = useCallback(async () => {
    setProblem(undefined);
    const kept = await keptAnswer<CallHelper[]>(keyOf(call)).catch(() => undefined);
    if (kept) setHelpers(kept.value);
    await fetchHelpers(call)
      .then(setHelpers)
      .catch((error: unknown) => kept || setProblem(asProblem(error)));
  }, [call]);
  return { helpers, problem, look };
}
