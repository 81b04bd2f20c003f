import type { Names } from "../api/types";
import { load, save } from "./storage";

/** What this phone has reported. The secret is the only key to a report made without an account. */
export interface OwnReport {
  id: string;
  number: string;
  secret: string;
  category: Names;
  unit: Names;
  at: number;
}

const KEY = "bridgehead.own-reports";
const KEEP = 20;

export function ownReports(): OwnReport[] {
  return load<OwnReport[]>(KEY) ?? [];
}

/** What both the answer to a report and the follow page say of it. */
interface Reported {
  id: string;
  number: string;
  category_names: Names;
  unit: { names: Names };
  reported_at: number;
}

/** The secret is the draft's own: an answer that got lost can be asked for again without losing the link. */
export function remember(hazard: Reported, secret: string): OwnReport {
  const own: OwnReport = {
    id: hazard.id,
    number: hazard.number,
    secret,
    category: hazard.category_names,
    unit: hazard.unit.names,
    at: hazard.reported_at,
  };
  // A repeated send answers with the same hazard; it is one report.
  save(KEY, [own, ...ownReports().filter((other) => other.id !== own.id)].slice(0, KEEP));
  return own;
}

export function forget(id: string): OwnReport[] {
  const rest = ownReports().filter((own) => own.id !== id);
  save(KEY, rest);
  return rest;
}

export function followLink(secret: string): string {
  return `${location.origin}/pocket/follow#${secret}`;
}

/** The secret in what somebody pasted: the whole link, or the secret alone. */
export function secretIn(text: string): string | undefined {
  const secret = text.trim().split("#").at(-1)?.trim() ?? "";
  return /^[A-Za-z0-9_-]{8,}$/.test(secret) ? secret : undefined;
}
