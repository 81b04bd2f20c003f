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
  for (const { posting } of board.watches) names.set(posting.id, label(f, posting));
  for (const post of posts ?? []) names.set(post.id, label(f, post));
  return (id: string | undefined) => (id === undefined ? words.admin.roster.nobody : (names.get(id) ?? words.admin.roster.vacant));
}

export function label(f: ReturnType<typeof useFormat>, post: Pick<Post, "title" | "unit"> & Partial<Post>): string {
  return [f.name(post.title), post.unit && f.name(post.unit.names), post.body && f.name(post.body.names)].filter(Boolean).join(" · ");
}
