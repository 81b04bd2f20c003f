import { zhAccount } from "./zh-account";
import { zhAdmin } from "./zh-admin";
import { zhFiles } from "./zh-files";
import { zhJournal } from "./zh-journal";

/** What the console alone says; the pocket's readers do not download it. */
export const consoleZh = {
  account: zhAccount,
  admin: zhAdmin,
  files: zhFiles,
  journal: zhJournal,
};

export type ConsoleWords = typeof consoleZh;
