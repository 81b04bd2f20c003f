import type { components } from "../../api/schema";
import type { HarmView, HazardView, PublicMessage } from "../../api/types";
import { messageWaits } from "./order";

type Schemas = components["schemas"];

/** What may wait for the reader, each list in its order. */
export interface Waiting {
  undecided: readonly Schemas["ResponseView"][];
  toSign: readonly Schemas["ResponseView"][];
  messages: readonly PublicMessage[];
  proposals: readonly Schemas["ProposalView"][];
  harm: readonly HarmView[];
  hazards: readonly HazardView[];
}

export type Next = { kind: "decide" | "sign" | "message" | "hazard"; id: string } | { kind: "proposal" } | { kind: "harm"; unit: string | undefined };

/** With one of them somebody brings a hazard further; the others only see that it is late. */
const WORK = ["accept_hazard", "assign_hazard", "control_hazard", "rectify_hazard", "verify_hazard", "close_hazard", "coordinate_hazard"];

/** The one thing to do now: what has the shortest clock among what the reader may settle. */
export function nextOf(waiting: Waiting, permissions: readonly string[], now: number): Next | undefined {
  const may = (permission: string) => permissions.includes(permission);
  const decide = waiting.undecided.find((one) => one.may_decide || one.may_record);
  if (decide) return { kind: "decide", id: decide.id };
  const message = waiting.messages.find((one) => messageWaits(one) === "sign" || (!one.own && may("approve_public")));
  if (message) return { kind: "message", id: message.id };
  if (waiting.proposals.length > 0 && may("run_callout")) return { kind: "proposal" };
  const harm = waiting.harm[0];
  if (harm) return { kind: "harm", unit: harm.unit?.id };
  const sign = waiting.toSign[0];
  if (sign) return { kind: "sign", id: sign.id };
  if (!WORK.some(may)) return undefined;
  const hazard = waiting.hazards.find(({ due }) => due && due.due_at <= now);
  return hazard && { kind: "hazard", id: hazard.id };
}
