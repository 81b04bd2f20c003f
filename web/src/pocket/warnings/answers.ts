import type { KnockFound, MyCall, MyKnock } from "../../api/types";
import type { HandoverWork, Item, KnockWork } from "../outbox/item";

type Answer = Item & { work: KnockWork };
type Handover = Item & { work: HandoverWork };

const isAnswer = (item: Item): item is Answer => item.work.kind === "knock";

/** The answers to a task, the first one first. Those to an earlier order of the same call answer another task. */
export function answersTo({ id, task }: MyKnock, items: readonly Item[]): Answer[] {
  return items.filter(isAnswer).filter(({ work }) => work.call === id && work.ordered === task.ordered_at);
}

/** Answers on this phone alone whose task is not in the list any more: it went to somebody else, or was ordered anew. */
export function strayAnswers(knocks: readonly MyKnock[], items: readonly Item[]): Answer[] {
  const known = new Set(knocks.flatMap((one) => answersTo(one, items)));
  return items.filter(isAnswer).filter((item) => item.state !== "sent" && !known.has(item));
}

/** What can still be said of a task: without network one answer leads to the next. Who was found is not unsaid. */
export function choicesOf({ task }: MyKnock, answers: readonly Answer[]): KnockFound[] {
  const said = (found: KnockFound) => answers.some(({ state, work }) => state !== "refused" && work.found === found);
  if (said("there") || (task.state !== "open" && task.state !== "nobody")) return [];
  return task.state === "open" && !said("nobody") ? ["there", "nobody"] : ["there"];
}

/** Those of the answers that the list does not show yet: on this phone alone, or newer than what was last loaded. */
export function unseen({ task }: MyKnock, answers: readonly Answer[]): Answer[] {
  const shows = (found: KnockFound) => task.state !== "open" && (found === "nobody" || task.state !== "nobody");
  return answers.filter(({ state, work }) => state !== "sent" || !shows(work.found));
}

/** The handovers of a call that were asked for here, the first one first. */
export function handoversOf(call: string, items: readonly Item[]): Handover[] {
  return items.filter((item): item is Handover => item.work.kind === "handover" && item.work.call === call);
}

/** The one that is on its way: sent, or still to be sent, and not in the call as it was last loaded. */
export function handoverUnderway(call: MyCall, handovers: readonly Handover[]): Handover | undefined {
  return handovers.filter(({ state, work }) => state !== "refused" && work.known >= (call.handover?.at ?? 0)).at(-1);
}
