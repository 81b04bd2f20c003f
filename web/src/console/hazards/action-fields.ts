import type { ActionWord, HazardAction } from "../../api/types";

/** What each action asks for; the server holds the same rules and has the last word. */
type Need = "required" | "optional";

interface Fields {
  body?: Need;
  note?: Need;
  reason?: Need;
}

const FIELDS: Record<ActionWord, Fields> = {
  accept: {},
  reject: { reason: "required" },
  assign: { body: "required", note: "optional" },
  control: { note: "required" },
  start: {},
  finish: { note: "required" },
  verify: { note: "optional" },
  return: { reason: "required" },
  close: { note: "optional" },
};

export function fieldsOf(action: ActionWord): Fields {
  return FIELDS[action];
}

export function needsForm(action: ActionWord): boolean {
  return Object.keys(fieldsOf(action)).length > 0;
}

/** The request of one step; a remark that the step does not need goes in a field of its own. */
export function request(action: ActionWord, version: number, text = "", body = ""): HazardAction {
  const said = text.trim();
  const remark = said ? { remark: said } : {};
  switch (action) {
    case "reject":
    case "return":
      return { action, version, reason: said };
    case "control":
    case "finish":
      return { action, version, note: said };
    case "assign":
      return { action, version, body, ...remark };
    default:
      return { action, version, ...remark };
  }
}
