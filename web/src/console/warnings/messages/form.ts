import type { Audience, MessageContent, MessageTemplates, PublicKind, PublicMessage, WarningColour, WarningView } from "../../../api/types";

export const AUDIENCES: Audience[] = ["residents", "staff", "drivers", "schools", "property"];
export const COLOURS: WarningColour[] = ["red", "orange", "yellow", "blue"];

const HOUR = 3_600_000;

export interface Said {
  audience: Audience;
  zh: string;
  en: string;
}

/** A message while it is written. */
export interface Form {
  kind: PublicKind;
  warning: string | undefined;
  hazard: string;
  colour: WarningColour | undefined;
  units: string[];
  hours: number;
  said: Said[];
  advice: string[];
  zh: string;
  en: string;
}

export function emptyForm(): Form {
  return { kind: "risk_notice", warning: undefined, hazard: "rain", colour: undefined, units: [], hours: 6, said: [{ audience: "residents", zh: "", en: "" }], advice: [], zh: "", en: "" };
}

/** A draft that is written on, or a message in force that is written anew. */
export function formOf(message: PublicMessage, now: number): Form {
  const { content } = message;
  return {
    kind: message.kind,
    warning: content.warning ?? undefined,
    hazard: content.hazard,
    colour: content.colour ?? undefined,
    units: content.units,
    hours: Math.min(72, Math.max(1, Math.round((content.expires_at - now) / HOUR))),
    said: content.said.map(({ audience, action }) => ({ audience, zh: action["zh"] ?? "", en: action["en"] ?? "" })),
    advice: content.advice ?? [],
    zh: content.detail?.["zh"] ?? "",
    en: content.detail?.["en"] ?? "",
  };
}

/** What a warning gives to the message that forwards it. */
export function forwarding(form: Form, warning: WarningView, templates: MessageTemplates): Form {
  const hazard = templates.hazards.find((one) => one.warned === warning.hazard);
  const next: Form = {
    ...form,
    kind: "forward",
    warning: warning.id,
    // Of what no table knows, the general words.
    hazard: hazard?.id ?? "other",
    colour: warning.colour ?? undefined,
    units: form.units.length > 0 ? form.units : warning.units.map((unit) => unit.id),
  };
  return withTemplates(next, templates);
}

export function templateFor(form: Form, audience: Audience, templates: MessageTemplates) {
  return templates.templates.find((one) => one.hazard === form.hazard && one.colour === form.colour && one.audience === audience);
}

/** What nobody has written yet is taken from the templates; what was written stays. */
export function withTemplates(form: Form, templates: MessageTemplates): Form {
  const said = form.said.map((one) => {
    if (one.zh || one.en) return one;
    const action = templateFor(form, one.audience, templates)?.action;
    return action ? { ...one, zh: action["zh"] ?? "", en: action["en"] ?? "" } : one;
  });
  return { ...form, said };
}

/** Until when it counts: a forwarded warning no longer than the warning. */
export function expiresAt(form: Form, now: number, warning: WarningView | undefined): number {
  const wanted = now + form.hours * HOUR;
  return warning?.expires_at != null ? Math.min(wanted, warning.expires_at) : wanted;
}

export type Missing = "units" | "warning" | "said" | "until";

export function missing(form: Form): Missing[] {
  const found: Missing[] = [];
  if (form.kind === "forward" && !form.warning) found.push("warning");
  if (form.units.length === 0) found.push("units");
  if (!(form.hours >= 1 && form.hours <= 72)) found.push("until");
  if (form.said.length === 0 || form.said.some(({ zh, en }) => !zh.trim() || !en.trim())) found.push("said");
  return found;
}

export function contentOf(form: Form, expires: number, about: string | undefined): MessageContent {
  const detail: Record<string, string> = form.zh.trim() || form.en.trim() ? { zh: form.zh.trim(), en: form.en.trim() } : {};
  return {
    hazard: form.hazard,
    colour: form.colour ?? null,
    units: form.units,
    said: form.said.map(({ audience, zh, en }) => ({ audience, action: { zh: zh.trim(), en: en.trim() } })),
    detail,
    advice: form.advice,
    warning: form.kind === "forward" ? (form.warning ?? null) : null,
    about: about ?? null,
    expires_at: expires,
  };
}
