import type { components } from "../../api/schema";
import type { Names } from "../../api/types";

export type Account = components["schemas"]["AccountItem"];

/** Every word that was typed must stand somewhere: in the sign-in name, the names, a title or a unit. */
export function matches(account: Account, text: string, name: (names: Names) => string, title: (id: string) => string): boolean {
  const posts = account.postings.flatMap((posting) => [title(posting.title), posting.unit ? name(posting.unit.names) : "", posting.unit?.code ?? ""]);
  const all = [account.login, name(account.names), ...posts].join("\n").toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
