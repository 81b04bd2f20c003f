import type { ActionWord, HazardAction } from "../../api/types";
import { uuid7 } from "../../api/uuid7";

/** What an action can ask for; the server holds the same rules and has the last word. */
export interface Fields {
  body?: true;
  note?: "required" | "optional";
  reason?: "required";
  /** A day on which a suspension ends, or on which something was asked or answered. */
  day?: "until" | "asked_at" | "answered_at";
  choice?: "item" | "urgency" | "whistle" | "waiting" | "granted";
  /** One of the hazard's open calls or questions. */
  open?: "whistles" | "waitings";
  other?: true;
}

const FIELDS: Record<ActionWord, Fields> = {
  accept: {},
  reject: { reason: "required" },
  appeal: { reason: "required" },
  assign: { body: true, note: "optional" },
  hand_back: { body: true, reason: "required" },
  control: { note: "required" },
  start: {},
  finish: { note: "required" },
  verify: { note: "optional" },
  return: { reason: "required" },
  close: { note: "optional" },
  suspend: { day: "until", reason: "required" },
  resume: {},
  suspect_major: { body: true, reason: "required" },
  confirm_major: {},
  deny_major: { reason: "required" },
  secure: { choice: "item", note: "required" },
  regrade: { choice: "urgency", reason: "required" },
  escalate: { reason: "required" },
  whistle: { choice: "whistle", body: true, reason: "required" },
  answer_whistle: { open: "whistles", note: "required" },
  supervise: { reason: "required" },
  end_supervision: { reason: "required" },
  merge: { other: true },
  separate: { reason: "required" },
  recur: { other: true },
  ask: { choice: "waiting", body: true, day: "asked_at", note: "required" },
  answer: { open: "waitings", choice: "granted", day: "answered_at", note: "optional" },
  judge_fixed: { note: "optional" },
  judge_not_fixed: { note: "required" },
};

/** The nine steps that every hazard takes; everything else stands behind "more". */
const MAIN: ReadonlySet<ActionWord> = new Set(["accept", "reject", "assign", "control", "start", "finish", "verify", "return", "close"]);

export function fieldsOf(action: ActionWord): Fields {
  return FIELDS[action];
}

export function isMain(action: ActionWord): boolean {
  return MAIN.has(action);
}

export function needsForm(action: ActionWord): boolean {
  return Object.keys(fieldsOf(action)).length > 0;
}

/** What was filled in. */
export interface Values {
  text?: string;
  body?: string | undefined;
  /** UTC milliseconds. */
  day?: number | undefined;
  choice?: string | undefined;
  open?: string | undefined;
  other?: string | undefined;
}

const CHOICE_FIELD = { item: "item", urgency: "urgency", whistle: "kind", waiting: "kind", granted: "granted" } as const;

/** The request of one step. A text that the step does not need goes as a remark. */
export function request(action: ActionWord, version: number, values: Values = {}): HazardAction {
  const fields = fieldsOf(action);
  const said = values.text?.trim() ?? "";
  const own = action === "assign" || action === "verify" || action === "close";
  const body: Record<string, unknown> = { action, version };
  if (fields.body) body["body"] = values.body;
  if (fields.reason) body["reason"] = said;
  if (fields.note && said) body[own ? "remark" : "note"] = said;
  if (fields.day) body[fields.day] = values.day;
  if (fields.choice) body[CHOICE_FIELD[fields.choice]] = fields.choice === "granted" ? values.choice === "yes" : values.choice;
  if (fields.open) body["id"] = values.open;
  if (fields.other) body["other"] = values.other;
  if (action === "whistle" || action === "ask") body["id"] = uuid7();
  return body as HazardAction;
}

/** Which fields are still empty. */
export function missing(action: ActionWord, values: Values): (keyof Values)[] {
  const fields = fieldsOf(action);
  const needs: (keyof Values)[] = [];
  if (fields.open) needs.push("open");
  if (fields.choice) needs.push("choice");
  if (fields.body) needs.push("body");
  if (fields.other) needs.push("other");
  if (fields.day) needs.push("day");
  if (fields.reason || fields.note === "required") needs.push("text");
  return needs.filter((field) => {
    const value = values[field];
    return value === undefined || (typeof value === "string" && !value.trim());
  });
}
