import type { ActionWord, HazardAction } from "../../api/types";

/** What a step asks for on a phone. Steps that need more than this are done at the console. */
export interface Step {
  /** Where the words go; `remark` may stay empty. */
  text?: "note" | "reason" | "remark";
  /** Who is responsible. */
  body?: true;
  /** Whether pictures say something here. */
  photos?: true;
}

const STEPS: Partial<Record<ActionWord, Step>> = {
  accept: {},
  reject: { text: "reason" },
  assign: { body: true, text: "remark" },
  hand_back: { body: true, text: "reason" },
  control: { text: "note", photos: true },
  start: {},
  finish: { text: "note", photos: true },
  verify: { text: "remark", photos: true },
  return: { text: "reason", photos: true },
  close: { text: "remark" },
  resume: {},
  escalate: { text: "reason" },
};

/** `undefined` for steps that the phone does not offer. */
export function stepOf(action: ActionWord): Step | undefined {
  return STEPS[action];
}

/** Steps that one tap does. */
export function isOneTap(action: ActionWord): boolean {
  const step = stepOf(action);
  return step !== undefined && Object.keys(step).length === 0;
}

export interface Said {
  text: string;
  body?: string | undefined;
}

/** What is still missing before the step can go. */
export function missingIn(action: ActionWord, said: Said): "body" | "text" | undefined {
  const step = stepOf(action);
  if (step?.body && !said.body) return "body";
  if ((step?.text === "note" || step?.text === "reason") && !said.text.trim()) return "text";
  return undefined;
}

export function stepRequest(action: ActionWord, version: number, said: Said): HazardAction {
  const step = stepOf(action) ?? {};
  const text = said.text.trim();
  return { action, version, ...(step.body && { body: said.body }), ...(step.text && text && { [step.text]: text }) } as HazardAction;
}
