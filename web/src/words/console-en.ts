import type { ConsoleWords } from "./console-zh";
import { enAccount } from "./en-account";
import { enAdmin } from "./en-admin";
import { enFiles } from "./en-files";
import { enJournal } from "./en-journal";
import { enQueue } from "./en-queue";

export const consoleEn: ConsoleWords = {
  account: enAccount,
  admin: enAdmin,
  files: enFiles,
  journal: enJournal,
  queue: enQueue,
};
