import type { AssistHelp, AssistOrder } from "./types";

/** What help can be asked for, in the order in which it is offered. */
export const HELP: readonly AssistHelp[] = ["carry", "oxygen_power", "hearing", "language", "alone_at_night"];

export const CONSENTS = ["own", "guardian"] as const;

/** What somebody fills in who asks for help, or has it written down. */
export interface AssistDraft {
  /** The building. */
  place: string | undefined;
  door: string;
  callName: string;
  help: readonly AssistHelp[];
  phones: readonly [string, string];
  consent: (typeof CONSENTS)[number] | undefined;
}

export const EMPTY_DRAFT: AssistDraft = { place: undefined, door: "", callName: "", help: [], phones: ["", ""], consent: undefined };

export type Missing = "needBuilding" | "needDoor" | "needHelp" | "needConsent";

/** What is missing, in the order of the form. */
export function missingOf({ place, door, help, consent }: AssistDraft): Missing[] {
  const missing: Missing[] = [];
  if (place === undefined) missing.push("needBuilding");
  if (door.trim() === "") missing.push("needDoor");
  if (help.length === 0) missing.push("needHelp");
  if (consent === undefined) missing.push("needConsent");
  return missing;
}

/** What is sent; nothing as long as something is missing. */
export function orderOf(id: string, { place, door, callName, help, phones, consent }: AssistDraft, onBehalf: boolean): AssistOrder | undefined {
  if (place === undefined || consent === undefined) return undefined;
  return {
    id,
    place,
    door: door.trim(),
    call_name: callName.trim(),
    help: [...help],
    phones: phones.map((phone) => phone.trim()).filter(Boolean),
    consent,
    on_behalf: onBehalf,
  };
}

/** The page on which the person sees who looked, and deletes the entry. What opens it stands in no log. */
export function ownLink(secret: string): string {
  return `${location.origin}/pocket/assist#${secret}`;
}
