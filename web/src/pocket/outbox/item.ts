import type { HazardAction, Names, UnitRef } from "../../api/types";
import type { Photo } from "../photo";
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

/** What the server said of a report that arrived. */
export interface Arrived {
  hazard: string;
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
  work: ReportWork | StepWork;
  /** Dropped as soon as it arrived. */
  photos: Photo[];
  state: "waiting" | "sent" | "refused";
  tries: number;
  /** Not before this time, by this phone's clock. */
  next: number;
  problem?: { code: string; message: string } | undefined;
  arrived?: Arrived;
}

export function titleOf({ work }: Item): Names {
  return work.kind === "report" ? (work.draft.kind?.names ?? {}) : work.title;
}
