/** What each action asks for; the server holds the same rules and has the last word. */
type Need = "required" | "optional";

interface Fields {
  body?: Need;
  note?: Need;
  reason?: Need;
}

const FIELDS: Record<string, Fields> = {
  reject: { reason: "required" },
  assign: { body: "required", note: "optional" },
  control: { note: "required" },
  finish: { note: "required" },
  verify: { note: "optional" },
  return: { reason: "required" },
  close: { note: "optional" },
};

export function fieldsOf(action: string): Fields {
  return FIELDS[action] ?? {};
}

export function needsForm(action: string): boolean {
  return Object.keys(fieldsOf(action)).length > 0;
}
