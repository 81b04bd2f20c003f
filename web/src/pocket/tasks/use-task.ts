import { useCallback, useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { HazardDetail, HazardView } from "../../api/types";
import { keepAnswer, keptAnswer } from "../kept";
import { keepBodies } from "./bodies";

/** How many tasks of a list are fetched whole, so that they open where there is no network. */
const AHEAD = 10;
const keyOf = (id: string) => `task.${id}`;

async function fetchTask(id: string): Promise<HazardDetail> {
  const detail = await data(api.GET("/api/hazards/{id}", { params: { path: { id } } }));
  if (detail?.hazard?.id !== id) throw new Error("no task in the answer");
  await keepAnswer(keyOf(id), detail, Date.now()).catch(() => undefined);
  void keepBodies(detail).catch(() => undefined);
  return detail;
}

/** Quietly and one after another: it must not get in the way of what the person does. */
export async function keepDetails(items: HazardView[]): Promise<void> {
  for (const { id, version } of items.slice(0, AHEAD)) {
    const kept = await keptAnswer<HazardDetail>(keyOf(id));
    if (kept?.value.hazard.version !== version) await fetchTask(id);
  }
}

/** Which of them open without network. */
export function useKeptTasks(items: HazardView[] | undefined): ReadonlySet<string> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let shown = true;
    const look = async () => {
      const kept = await Promise.all((items ?? []).map(async ({ id }) => ((await keptAnswer(keyOf(id))) ? id : undefined)));
      if (shown) setIds(new Set(kept.filter((id) => id !== undefined)));
    };
    void look().catch(() => undefined);
    const timer = setInterval(() => void look().catch(() => undefined), 3000);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, [items]);
  return ids;
}

export function useTask(id: string) {
  const [task, setTask] = useState<{ detail: HazardDetail; at: number; kept: boolean }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let shown = true;
    keptAnswer<HazardDetail>(keyOf(id))
      .then((kept) => kept && shown && setTask((now) => now ?? { detail: kept.value, at: kept.at, kept: true }))
      .catch(() => undefined);
    fetchTask(id)
      .then((detail) => {
        if (!shown) return;
        setTask({ detail, at: Date.now(), kept: false });
        setProblem(undefined);
      })
      .catch((error: unknown) => shown && setProblem(asProblem(error)));
    return () => {
      shown = false;
    };
  }, [id, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { task, problem, again };
}
