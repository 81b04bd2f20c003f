import type { ApiProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import type { FieldError } from "../../ui/error-summary";
import { EMPTY_POSTING, postingOrder, type PostingDraft } from "./posting-draft";

export type AccountOrder = components["schemas"]["AccountOrder"];

/** Who gets an account, as it is filled in. */
export interface PersonDraft {
  login: string;
  zh: string;
  en: string;
  phone: string;
  email: string;
}

export interface AccountDraft extends PersonDraft {
  posting: PostingDraft;
}

export const EMPTY_ACCOUNT: AccountDraft = { login: "", zh: "", en: "", phone: "", email: "", posting: EMPTY_POSTING };

const LOGIN = /^[a-z0-9._-]{1,64}$/;

/** What must be said of the person before the account can be opened. */
export function personErrors(draft: PersonDraft, need: Record<"login" | "zh" | "contact", string>): FieldError[] {
  const missing: FieldError[] = [];
  if (!LOGIN.test(draft.login.trim())) missing.push({ field: "account-login", text: need.login });
  if (!draft.zh.trim()) missing.push({ field: "account-zh", text: need.zh });
  if (!draft.phone.trim() && !draft.email.trim()) missing.push({ field: "account-phone", text: need.contact });
  return missing;
}

/** The draft in the server's words, once the post is chosen. */
export function accountOrder(draft: AccountDraft, zone: string): AccountOrder | undefined {
  const posting = postingOrder(draft.posting, zone);
  if (!posting) return undefined;
  const en = draft.en.trim();
  return {
    login: draft.login.trim(),
    names: { zh: draft.zh.trim(), ...(en && { en }) },
    phone: draft.phone.trim() || null,
    email: draft.email.trim() || null,
    posting,
  };
}

const FIELDS: Record<string, string> = {
  login_invalid: "account-login",
  duplicate_key: "account-login",
  contact_required: "account-phone",
  contact_invalid: "account-phone",
  title_unknown: "posting-title",
  posting_dates_invalid: "posting-to",
};

/** The field that a refusal is about. */
export function refusedField(problem: Pick<ApiProblem, "code" | "fields">): string {
  if (problem.code === "contact_invalid" && problem.fields.some((one) => one.pointer.endsWith("email"))) return "account-email";
  return FIELDS[problem.code] ?? "account-login";
}
