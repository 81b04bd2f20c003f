import { useFormat, usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { useSession } from "../shell/session";
import { useOnDuty } from "./queries";

/** Posts that can be named as helpers here and that the reader knows: the own ones, and those on duty for the building now. */
export function useHelperPosts(unit: string | undefined, enabled = true): Map<string, string> {
  const f = useFormat();
  const own = useSession()?.postings ?? [];
  const duty = useOnDuty(enabled ? unit : undefined).data ?? [];
  const posts = [...own.map(({ id, title, unit }) => ({ id, title: title.names, unit })), ...duty];
  return new Map(posts.map(({ id, title, unit }) => [id, [f.name(title), unit && f.name(unit.names)].filter(Boolean).join(" · ")]));
}

/** What the post of a helper is called; one that the reader does not know is another post. */
export function useHelperName(unit: string | undefined, enabled: boolean): (id: string) => string {
  const say = usePageWords(assistDeskWords).entries;
  const posts = useHelperPosts(unit, enabled);
  return (id) => posts.get(id) ?? say.otherPost;
}
