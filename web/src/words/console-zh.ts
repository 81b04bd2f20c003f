import { zhAccount } from "./zh-account";
import { zhAdmin } from "./zh-admin";
import { zhFiles } from "./zh-files";
import { zhJournal } from "./zh-journal";
import { zhQueue } from "./zh-queue";

/** What the console alone says; the pocket's readers do not download it. */
export const consoleZh = {
  account: zhAccount,
  admin: zhAdmin,
  files: zhFiles,
  journal: zhJournal,
  queue: zhQueue,
};

export type ConsoleWords = typeof consoleZh;
