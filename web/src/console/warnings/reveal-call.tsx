import { api, data } from "../../api/client";
import { useWords } from "../shell/words";
import { Reveal } from "../shell/reveal";

/** Whose post a call is for, and the number. */
export function RevealCall({ id, post, reason }: { id: string; post: string; reason?: string }) {
  const { calls, reveal } = useWords().board;
  const ask = (reason: string) => data(api.POST("/api/calls/{id}/reveal", { params: { path: { id } }, body: { reason } }));
  return <Reveal post={post} ask={ask} {...(reason && { reason })} say={{ open: calls.reveal, openWhich: calls.revealWhich(post), what: reveal.what, hint: reveal.reasonHint }} />;
}
