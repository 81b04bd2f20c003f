import type { PostItem } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { useSession } from "../shell/session";
import { useOffered, useOnDuty } from "./queries";

interface Asked {
  unit: string | undefined;
  /** Whether the reader heads the building: then the server offers posts near by. */
  manages: boolean;
  enabled?: boolean;
}

/** Posts that can be named as helpers here and that the reader knows: those that are offered, the nearest first, those on duty for the building now, and the own ones. */
export function useHelperPosts({ unit, manages, enabled = true }: Asked) {
  const f = useFormat();
  const own = (useSession()?.postings ?? []).map(({ id, title, unit }) => ({ id, title: title.names, unit }));
  const offered = useOffered(manages && enabled ? unit : undefined);
  const duty = useOnDuty(enabled ? unit : undefined).data ?? [];
  const known: PostItem[] = [...(offered.data ?? []), ...duty, ...own];
  const posts = new Map<string, string>();
  for (const { id, title, unit, body } of known) {
    if (!posts.has(id)) posts.set(id, [f.name(title), body && f.name(body.names), unit && f.name(unit.names)].filter(Boolean).join(" · "));
  }
  return { posts, error: offered.error };
}

/** What the post of a helper is called; one that the reader does not know is another post. */
export function useHelperName(asked: Asked): (id: string) => string {
  const say = usePageWords(assistDeskWords).entries;
  const { posts } = useHelperPosts(asked);
  return (id) => posts.get(id) ?? say.otherPost;
}
