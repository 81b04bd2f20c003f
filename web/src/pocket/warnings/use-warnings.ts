import { api, data } from "../../api/client";
import type { MyCall, MyKnock, WarningView } from "../../api/types";
import { keepHelpers } from "./use-helpers";
import { usePolled } from "./use-polled";

/** The strongest first, as the server orders them. */
export function useMyCalls(account: string) {
  return usePolled(`calls.${account}`, myCalls);
}

/** Posts that the reader is to find, the first due first. */
export function useMyKnocks(account: string) {
  return usePolled(`knocks.${account}`, myKnocks);
}

export function useInForce(account: string) {
  return usePolled(`warnings.${account}`, inForce);
}

async function myCalls(): Promise<MyCall[]> {
  const calls = listIn(await data(api.GET("/api/me/calls")));
  void keepHelpers(calls).catch(() => undefined);
  return calls;
}

async function myKnocks(): Promise<MyKnock[]> {
  return listIn(await data(api.GET("/api/me/knocks")));
}

async function inForce(): Promise<WarningView[]> {
  const warnings = listIn(await data(api.GET("/api/warnings", { params: { query: { in_force: true, limit: 50 } } })));
  // A cancellation warns of nothing by itself.
  return warnings.filter(({ message }) => message === "alert" || message === "update");
}

/** A gate page of some network is no list. */
function listIn<T>(answer: { items: T[] }): T[] {
  if (!Array.isArray(answer?.items)) throw new Error("no list in the answer");
  return answer.items;
}
