import type { CallReport, EvacuationReport, HarmWire, HazardAction, KnockFound, Names, UnitRef } from "../../api/types";
import { isVoice, type Enclosure } from "../enclosure";
import type { Draft } from "../report/draft";

/** A report as it was written; it can become a draft again. */
export interface ReportWork {
  kind: "report";
  draft: Draft;
}

/** One step of a hazard. */
export interface StepWork {
  kind: "step";
  hazard: string;
  number: string;
  title: Names;
  body: HazardAction;
}

/** The word of a post that was called (叫应). */
export interface CallWork {
  kind: "call";
  call: string;
  /** Of the link that led here; it takes the place of a session. */
  secret?: string;
  title: Names;
  report: CallReport;
  people?: number;
}

/** What was found by who was sent to a silent post (上门、电台). */
export interface KnockWork {
  kind: "knock";
  call: string;
  /** When the task was given that this answers; another one in its place is another task. */
  ordered: number;
  /** The post that was looked for. */
  title: Names;
  found: KnockFound;
}

/** A call that goes to another post (转交). */
export interface HandoverWork {
  kind: "handover";
  call: string;
  title: Names;
  post: string;
  to: Names;
  /** When it had last been handed over, as far as this phone knew; 0: never. */
  known: number;
}

/** A place that was closed, or opened again. */
export interface ClosureWork {
  kind: "closure";
  closure: string;
  step: "closed" | "reopened";
  title: Names;
  note?: string;
}

/** A task of a response that is done, or not needed. */
export interface ResponseTaskWork {
  kind: "response_task";
  task: string;
  state: "done" | "not_needed";
  title: Names;
  amount?: number;
  note?: string;
}

/** A first report of harm. */
export interface HarmWork {
  kind: "harm";
  title: Names;
  body: HarmWire;
}

/** What was seen at doors and counted in a building that is left (转移). */
export interface EvacuationWork {
  kind: "evacuation";
  evacuation: string;
  title: Names;
  report: EvacuationReport;
}

/** What the server said of something that arrived. */
export interface Arrived {
  hazard?: string;
  number?: string;
  unit?: UnitRef["names"];
  due?: number;
}

/** Something that is to be sent once. */
export interface Item {
  /** Names the command at the server, however often it is sent; of a report also the hazard. */
  id: string;
  /** Whose it is; nobody else's session sends it. `null`: made without an account, and sent without one. */
  account: string | null;
  made: number;
  work: ReportWork | StepWork | CallWork | KnockWork | HandoverWork | ClosureWork | HarmWork | ResponseTaskWork | EvacuationWork;
  /** Those that are still on the phone, and the voice note. Of what arrived already they follow one by one. */
  photos: Enclosure[];
  /** `sent`: what was said has arrived, perhaps before its pictures. */
  state: "waiting" | "sent" | "refused";
  tries: number;
  /** Not before this time, by this phone's clock. */
  next: number;
  problem?: { code: string; message: string } | undefined;
  arrived?: Arrived;
  /** How many pictures were not taken, the voice note among them, and why the last one was not. The item itself stands. */
  lost?: { code: string; message: string; photos: number; voice?: boolean };
}

/** On its way by itself: what was said, or pictures of it. */
export function isUnderway({ state, photos }: Item): boolean {
  return state === "waiting" || (state === "sent" && photos.length > 0);
}

/** Whether something of it is on this phone alone. */
export function isOwed(item: Item): boolean {
  return item.state === "refused" || isUnderway(item);
}

/** A report has one voice note at most. */
export function hasVoice(photos: Enclosure[]): boolean {
  return photos.some(isVoice);
}

/** The hazard that the pictures of a report or a step are given to. */
export function hazardOf({ id, work }: Item): string | undefined {
  if (work.kind === "report") return id;
  return work.kind === "step" ? work.hazard : undefined;
}

export function titleOf({ work }: Item): Names {
  return work.kind === "report" ? (work.draft.kind?.names ?? {}) : work.title;
}
