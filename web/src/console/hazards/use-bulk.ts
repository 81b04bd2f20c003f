import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api, data } from "../../api/client";
import { ApiProblem, asProblem, worthRetrying } from "../../api/problem";
import type { components } from "../../api/schema";
import type { ActionWord, HazardAction, HazardView } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { request, type Values } from "./action-fields";
import { chunks } from "./bulk-actions";
import { patchRows } from "./queue-news";

type BulkStep = components["schemas"]["BulkActionWire"];

export interface Outcome {
  hazard: HazardView;
  /** Absent when it was done. */
  problem?: ApiProblem;
}

/** One step for many. What failed on the way is asked again under the same keys: nothing is done twice. */
export function useBulk(chosen: readonly HazardView[]) {
  const client = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [running, setRunning] = useState(false);

  const run = async (action: ActionWord, values: Values, hazards = chosen) => {
    setRunning(true);
    const found = new Map(outcomes);
    for (const part of chunks(hazards)) {
      for (const outcome of await send(part, action, values, keys.current)) found.set(outcome.hazard.id, outcome);
      setOutcomes(new Map(found));
    }
    const fresh = new Map([...found.values()].filter((one) => !one.problem).map((one) => [one.hazard.id, one.hazard]));
    client.setQueriesData<InfiniteData<{ items: HazardView[] }>>(
      { queryKey: ["hazards"] },
      (list) => list && { ...list, pages: patchRows(list.pages, fresh) },
    );
    void client.invalidateQueries({ queryKey: ["hazard-counts"] });
    setRunning(false);
  };
  const unsure = [...outcomes.values()].filter(({ problem }) => problem && worthRetrying(problem)).map((one) => one.hazard);
  return { run, running, outcomes, unsure };
}

async function send(hazards: HazardView[], action: ActionWord, values: Values, keys: Map<string, string>): Promise<Outcome[]> {
  const step: Partial<HazardAction> = request(action, 0, values);
  // Each row names its own.
  delete step.version;
  const rows = hazards.map((hazard) => {
    const key = keys.get(hazard.id) ?? uuid7();
    keys.set(hazard.id, key);
    return { id: hazard.id, key, version: hazard.version };
  });
  try {
    const { results } = await data(api.POST("/api/hazards/bulk", { body: { action: step as BulkStep, hazards: rows } }));
    return hazards.map((hazard, i) => {
      const result = results[i];
      if (result?.status === "done") return { hazard: result.hazard ?? hazard };
      const problem = result?.problem;
      return { hazard, problem: new ApiProblem(problem?.code ?? "internal", problem?.status ?? 500, problem ?? undefined) };
    });
  } catch (error) {
    return hazards.map((hazard) => ({ hazard, problem: asProblem(error) }));
  }
}
