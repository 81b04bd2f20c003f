import type { components } from "../../api/schema";
import type { ClosureView, EvacuationView, HarmView, PublicMessage } from "../../api/types";

type Response = components["schemas"]["ResponseView"];

/** What waits for a decision, the longest first; what the reader is to sign; the rest, with late tasks before those without. */
export function responsesInOrder(open: readonly Response[], unsigned: readonly Response[]): Response[] {
  const signing = new Set(unsigned.map(({ id }) => id));
  const known = new Set(open.map(({ id }) => id));
  // A response that is over may still wait for a signature.
  const all = [...open, ...unsigned.filter(({ id }) => !known.has(id))];
  const rank = (one: Response) => (one.proposal ? 0 : signing.has(one.id) ? 1 : one.tasks.late > 0 ? 2 : 3);
  return all.sort((a, b) => rank(a) - rank(b) || (a.proposal?.since ?? 0) - (b.proposal?.since ?? 0));
}

/** How a report of harm stands with the levels at which the reader serves. */
export function harmNews(report: HarmView, units: ReadonlySet<string>): "unseen" | "news" | undefined {
  const own = report.levels.filter(({ unit }) => units.has(unit.id));
  if (own.some(({ seen_at }) => seen_at == null)) return "unseen";
  return own.some(({ news }) => news) ? "news" : undefined;
}

/** Those that nobody of the reader's level has looked at, then those with a newer version; of each the earliest first. */
export function unseenHarm(reports: readonly HarmView[], units: ReadonlySet<string>): HarmView[] {
  const rank = (report: HarmView) => (harmNews(report, units) === "unseen" ? 0 : 1);
  return reports.filter((report) => harmNews(report, units)).sort((a, b) => rank(a) - rank(b) || a.recorded_at - b.recorded_at);
}

/** What a message waits for from a second person; nothing where it waits for none. */
export function messageWaits(message: PublicMessage): "sign" | "approve" | "review" | undefined {
  if (message.oral?.to_sign) return "sign";
  if (message.state === "submitted") return "approve";
  return message.glass && !message.verdict ? "review" : undefined;
}

/** What has not gone out comes first, and what others wrote before what is one's own. */
export function waitingMessages(messages: readonly PublicMessage[]): PublicMessage[] {
  const rank = (one: PublicMessage) => (messageWaits(one) === "approve" ? 0 : 2) + (one.own ? 1 : 0);
  const since = (one: PublicMessage) => one.submitted_at ?? one.written.at;
  return messages.filter((one) => messageWaits(one)).sort((a, b) => rank(a) - rank(b) || since(a) - since(b));
}

/** Who left too early comes before who is missing. */
export function evacuationsInOrder(rows: readonly EvacuationView[]): EvacuationView[] {
  const weight = ({ households }: EvacuationView) => households.left_early * 1e6 + households.unaccounted;
  return [...rows].sort((a, b) => weight(b) - weight(a));
}

export function toClose(rows: readonly ClosureView[]): ClosureView[] {
  return rows.filter(({ state }) => state === "to_close").sort((a, b) => a.due_at - b.due_at);
}
