import { api, data } from "../../api/client";
import type { BodyView, HazardDetail } from "../../api/types";
import { keepAnswer, keptAnswer } from "../kept";
import { stepOf } from "./steps";

const keyOf = (unit: string) => `bodies.${unit}`;

/** Who can be responsible in a unit; kept for places without network. */
export async function fetchBodies(unit: string): Promise<BodyView[]> {
  const { items } = await data(api.GET("/api/bodies", { params: { query: { unit } } }));
  // A gate page of some network is no list.
  if (!Array.isArray(items)) throw new Error("no list in the answer");
  await keepAnswer(keyOf(unit), items, Date.now()).catch(() => undefined);
  return items;
}

export async function keptBodies(unit: string): Promise<BodyView[] | undefined> {
  return (await keptAnswer<BodyView[]>(keyOf(unit)))?.value;
}

/** Where a hazard can be given to another body, so that it can be given without network too. */
export async function keepBodies({ hazard, actions }: HazardDetail): Promise<void> {
  const asked = actions.some(({ action, allowed }) => allowed && stepOf(action)?.body);
  if (asked && !(await keptBodies(hazard.unit.id))) await fetchBodies(hazard.unit.id);
}
