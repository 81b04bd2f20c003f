import { useCallback, useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { HazardView } from "../../api/types";
import { keepAnswer, keptAnswer } from "../kept";
import { myStates } from "./my-states";
import { keepDetails } from "./use-task";

export type Which = "mine" | "all";

interface Tasks {
  items: HazardView[];
  next?: string | null;
  at: number;
  /** Shown from the phone's own store. */
  kept: boolean;
}

/** What is due first comes first, as the server orders it; what was seen last is there without network. */
export function useTasks(account: string, permissions: readonly string[], which: Which) {
  const key = `tasks.${account}.${which}`;
  const [tasks, setTasks] = useState<{ key: string; value: Tasks }>();
  const [problem, setProblem] = useState<{ key: string; value: ApiProblem }>();
  const [round, setRound] = useState(0);
  const states = which === "mine" ? myStates(permissions).join() : "";

  useEffect(() => {
    let shown = true;
    const show = (value: Tasks) => shown && setTasks({ key, value });
    keptAnswer<HazardView[]>(key)
      .then((kept) => kept && shown && setTasks((now) => (now?.key === key ? now : { key, value: { items: kept.value, at: kept.at, kept: true } })))
      .catch(() => undefined);
    page(states)
      .then(async ({ items, next }) => {
        const at = Date.now();
        show({ items, next, at, kept: false });
        if (shown) setProblem(undefined);
        await keepAnswer(key, items, at);
        await keepDetails(items);
      })
      .catch((error: unknown) => shown && setProblem({ key, value: asProblem(error) }));
    return () => {
      shown = false;
    };
  }, [key, states, round]);

  const current = tasks?.key === key ? tasks.value : undefined;
  const more = async () => {
    if (!current?.next) return;
    const { items, next } = await page(states, current.next);
    setTasks({ key, value: { ...current, items: [...current.items, ...items], next } });
  };
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { tasks: current, problem: problem?.key === key ? problem.value : undefined, more, again };
}

async function page(states: string, after?: string) {
  const query = { limit: 50, ...(states ? { state: states } : { open: true }), ...(after && { after }) };
  const answer = await data(api.GET("/api/hazards", { params: { query } }));
  // A gate page of some network is no list.
  if (!Array.isArray(answer?.items)) throw new Error("no list in the answer");
  return answer;
}
