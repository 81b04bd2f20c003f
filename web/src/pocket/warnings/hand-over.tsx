import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { CallHelper, MyCall } from "../../api/types";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useCommandKey } from "../../ui/use-command-key";
import { useNow } from "../../ui/use-now";
import { knockWords } from "../../words/knock";

/** Who cannot go gives the call to another post; who has given it sees to whom. */
export function HandOver({ call, onChanged }: { call: MyCall; onChanged: () => void }) {
  const words = useWords();
  const say = usePageWords(knockWords);
  const f = useFormat();
  const now = useNow();
  const keyOf = useCommandKey();
  const [helpers, setHelpers] = useState<CallHelper[]>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const path = { id: call.id };
  const name = (post: CallHelper | null | undefined) => (post ? [f.name(post.unit?.names ?? {}), f.name(post.title_names)].filter(Boolean).join(" ") : say.handOver.someone);
  const failed = (thrown: unknown) => setError(problemText(asProblem(thrown), words));
  const look = () => {
    setError(undefined);
    data(api.GET("/api/calls/{id}/helpers", { params: { path } }))
      .then(({ items }) => setHelpers(items))
      .catch(failed);
  };
  const give = async (post: string) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    const body = { post };
    try {
      await data(api.POST("/api/calls/{id}/handover", { params: { path, header: { "Idempotency-Key": keyOf(body) } }, body }));
      onChanged();
    } catch (thrown) {
      failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const { handover } = call;
  return (
    <>
      {handover && (
        <p className="hint-box num" role="status" data-handover>
          {handover.mine ? say.handOver.mine : say.handOver.gone(name(handover.to), f.listTime(handover.at, now))}
        </p>
      )}
      {!call.round_ended && call.may_report && (
        <details className="hand-over" onToggle={(event) => event.currentTarget.open && look()}>
          <summary>{say.handOver.phone}</summary>
          <p className="quiet">{say.handOver.what}</p>
          {error && (
            <p className="error-box" role="alert">
              {error}
            </p>
          )}
          {helpers?.length === 0 && <p>{say.none}</p>}
          {helpers?.map((one) => (
            <button key={one.id} type="button" className="secondary" data-helper={one.id} aria-disabled={busy} onClick={() => void give(one.id)}>
              {say.handOver.to(name(one))}
            </button>
          ))}
        </details>
      )}
    </>
  );
}
