import type { components } from "../../api/schema";
import { useFormat } from "../../ui/language";
import type { Board } from "./roster-week";
import { useWords } from "../shell/words";

export type Post = components["schemas"]["PostItem"];

/** Names of posts by their ids: from what is on duty and, for those who set the roster, from what can be. */
export function usePostName(board: Board, posts: Post[] | undefined) {
  const words = useWords();
  const f = useFormat();
  const names = new Map<string, string>();
  // Title and unit are enough on a roster; bodies tell posts apart where one chooses.
  const short = (post: Pick<Post, "title" | "unit">) => label(f, { title: post.title, unit: post.unit ?? null });
  for (const { posting } of board.watches) names.set(posting.id, short(posting));
  for (const post of posts ?? []) names.set(post.id, short(post));
  return (id: string | undefined) => (id === undefined ? words.admin.roster.nobody : (names.get(id) ?? words.admin.roster.vacant));
}

export function label(f: ReturnType<typeof useFormat>, post: Pick<Post, "title" | "unit"> & Partial<Post>): string {
  return [f.name(post.title), post.unit && f.name(post.unit.names), post.body && f.name(post.body.names)].filter(Boolean).join(" · ");
}
