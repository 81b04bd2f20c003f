import type { CallView } from "../../api/types";

/** When it came to stand where it stands: the answer, or the first call that nobody answered. */
export function sinceOf({ state, first_at, received_at, on_post_at }: CallView): number | null | undefined {
  if (state === "on_post") return on_post_at;
  return state === "received" ? received_at : first_at;
}

/** Nobody has answered. */
export function isSilent({ state }: CallView): boolean {
  return state === "pending" || state === "sent" || state === "unreached";
}

/** What can still be written down for a post; nothing that was said is taken back by a lesser word. */
export function reportsLeft(call: CallView): ("received" | "on_post")[] {
  if (!call.may_report || call.state === "on_post" || call.state === "ended") return [];
  return call.state === "received" ? ["on_post"] : ["received", "on_post"];
}
