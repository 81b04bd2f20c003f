import { zhAccount } from "./zh-account";
import { zhAdmin } from "./zh-admin";
import { zhBoard } from "./zh-board";
import { zhDuty } from "./zh-duty";
import { zhExercises } from "./zh-exercises";
import { zhFiles } from "./zh-files";
import { zhGauges } from "./zh-gauges";
import { zhIssuers } from "./zh-issuers";
import { zhJournal } from "./zh-journal";
import { zhLimits } from "./zh-limits";
import { zhMenu } from "./zh-menu";
import { zhOutlets } from "./zh-outlets";
import { zhHarmDesk } from "./zh-harm-desk";
import { zhHazardDesk } from "./zh-hazard-desk";
import { zhPlaces } from "./zh-places";
import { zhPublic } from "./zh-public";
import { zhQueue } from "./zh-queue";
import { zhResponseDesk } from "./zh-response-desk";
import { zhShell } from "./zh-shell";
import { zhSources } from "./zh-sources";
import { zhShelters } from "./zh-shelters";
import { zhUnits } from "./zh-units";
import { zhWarnings } from "./zh-warnings";

/** What the console alone says; the pocket's readers do not download it. */
export const consoleZh = {
  ...zhShell,
  ...zhUnits,
  account: zhAccount,
  admin: zhAdmin,
  board: zhBoard,
  duty: zhDuty,
  exercises: zhExercises,
  paper: { ask: "PDF", waits: "正在生成 PDF", save: "保存 PDF", plans: "预案", print: "打印" },
  files: zhFiles,
  gauges: zhGauges,
  issuers: zhIssuers,
  journal: zhJournal,
  limits: zhLimits,
  menuGroups: zhMenu,
  outlets: zhOutlets,
  publicMessages: zhPublic,
  queue: zhQueue,
  responseDesk: zhResponseDesk,
  sources: zhSources,
  shelters: zhShelters,
  warnings: zhWarnings,
  register: zhPlaces,
  harmDesk: zhHarmDesk,
  hazards: zhHazardDesk,
};

export type ConsoleWords = typeof consoleZh;
