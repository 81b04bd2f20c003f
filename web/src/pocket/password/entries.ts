/** The shortest password that the server takes, in characters. */
const SHORTEST = 10;

export interface Entries {
  new: string;
  again: string;
}

export type Wrong = keyof Entries;

/** What is wrong with the two entries; a password that is too short need not be compared. */
export function wrongEntry(entries: Entries): Wrong | undefined {
  if ([...entries.new].length < SHORTEST) return "new";
  return entries.again === entries.new ? undefined : "again";
}
