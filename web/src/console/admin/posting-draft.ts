import type { components } from "../../api/schema";
import type { FieldError } from "../../ui/error-summary";
import { endOfDay, instant } from "../../words/format";

type PostingOrder = components["schemas"]["PostingOrder"];

/** A post as it is filled in; days as date fields write them. */
export interface PostingDraft {
  title: string | undefined;
  unit: string | undefined;
  body: string | undefined;
  from: string;
  to: string;
}

export const EMPTY_POSTING: PostingDraft = { title: undefined, unit: undefined, body: undefined, from: "", to: "" };

/** What must be said before the post can be given. */
export function postingErrors({ title, unit, from, to }: PostingDraft, need: Record<"title" | "unit" | "to", string>): FieldError[] {
  const missing: FieldError[] = [];
  if (!title) missing.push({ field: "posting-title", text: need.title });
  if (!unit) missing.push({ field: "posting-unit", text: need.unit });
  if (from && to && to < from) missing.push({ field: "posting-to", text: need.to });
  return missing;
}

/** The draft in the server's words, once title and area are chosen. It begins with its first day and lasts to the end of its last. */
export function postingOrder({ title, unit, body, from, to }: PostingDraft, zone: string): PostingOrder | undefined {
  if (!title || !unit) return undefined;
  return {
    title,
    unit,
    body: body ?? null,
    from: from ? instant(from, "00:00", zone) : null,
    to: to ? endOfDay(to, zone) : null,
  };
}
