import type { ConsoleWords } from "./console-zh";
import { enAccount } from "./en-account";
import { enAdmin } from "./en-admin";
import { enBoard } from "./en-board";
import { enDuty } from "./en-duty";
import { enExercises } from "./en-exercises";
import { enFiles } from "./en-files";
import { enGauges } from "./en-gauges";
import { enIssuers } from "./en-issuers";
import { enJournal } from "./en-journal";
import { enLimits } from "./en-limits";
import { enMenu } from "./en-menu";
import { enOutlets } from "./en-outlets";
import { enHarmDesk } from "./en-harm-desk";
import { enHazardDesk } from "./en-hazard-desk";
import { enPlaces } from "./en-places";
import { enPublic } from "./en-public";
import { enQueue } from "./en-queue";
import { enResponseDesk } from "./en-response-desk";
import { enShell } from "./en-shell";
import { enSources } from "./en-sources";
import { enShelters } from "./en-shelters";
import { enUnits } from "./en-units";
import { enWarnings } from "./en-warnings";

export const consoleEn: ConsoleWords = {
  ...enShell,
  ...enUnits,
  account: enAccount,
  admin: enAdmin,
  board: enBoard,
  duty: enDuty,
  exercises: enExercises,
  paper: { ask: "PDF", waits: "Making the PDF", save: "Save PDF", plans: "Plans", print: "Print" },
  files: enFiles,
  gauges: enGauges,
  issuers: enIssuers,
  journal: enJournal,
  limits: enLimits,
  menuGroups: enMenu,
  outlets: enOutlets,
  publicMessages: enPublic,
  queue: enQueue,
  responseDesk: enResponseDesk,
  sources: enSources,
  shelters: enShelters,
  warnings: enWarnings,
  register: enPlaces,
  harmDesk: enHarmDesk,
  hazards: enHazardDesk,
};
