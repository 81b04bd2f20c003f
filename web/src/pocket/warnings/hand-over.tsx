import { useState } from "react";
import type { CallHelper, MyCall } from "../../api/types";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { knockWords } from "../../words/knock";
import { enqueue } from "../outbox/enqueue";
import type { Item } from "../outbox/item";
import { ItemState } from "../outbox/item-state";
import { handoversOf, handoverUnderway } from "./answers";
import { joinedNames } from "./post-names";
import { useHelpers } from "./use-helpers";

interface Props {
  call: MyCall;
  items: Item[];
  sending: string | undefined;
  onChanged: () => void;
}

const namesOf = (post: CallHelper) => joinedNames([post.unit?.names, post.title_names], " ");

/** Who cannot go gives the call to another post, through the outbox; who has given it sees to whom. */
export function HandOver({ call, items, sending, onChanged }: Props) {
  const words = useWords();
  const say = usePageWords(knockWords);
  const f = useFormat();
  const now = useNow();
  const { helpers, problem, look } = useHelpers(call.id);
  const [busy, setBusy] = useState(false);
  const [notKept, setNotKept] = useState(false);
  const own = handoversOf(call.id, items);
  const underway = handoverUnderway(call, own);
  const give = async (post: CallHelper) => {
    if (busy) return;
    setBusy(true);
    setNotKept(false);
    try {
      const title = call.warning?.headline ?? call.title_names;
      await enqueue({ kind: "handover", call: call.id, title, post: post.id, to: namesOf(post), known: call.handover?.at ?? 0 }, `handover.${call.id}`);
    } catch {
      setNotKept(true);
    } finally {
      setBusy(false);
    }
  };
  const { handover } = call;
  return (
    <>
      {handover && (
        <p className="hint-box num" role="status" data-handover>
          {handover.mine ? say.handOver.mine : say.handOver.gone(handover.to ? f.name(namesOf(handover.to)) : say.handOver.someone, f.listTime(handover.at, now))}
        </p>
      )}
      {own
        .filter((item) => item === underway || item.state === "refused")
        .map((item) => (
          <ItemState key={item.id} item={item} sending={sending === item.id} onLook={onChanged} />
        ))}
      {!call.round_ended && call.may_report && !underway && (
        <details className="hand-over" onToggle={(event) => event.currentTarget.open && void look()}>
          <summary>{say.handOver.phone}</summary>
          <p className="quiet">{say.handOver.what}</p>
          {(problem || notKept) && (
            <p className="error-box" role="alert">
              {notKept ? words.pocket.tasks.notKept : problem && problemText(problem, words)}
            </p>
          )}
          {helpers?.length === 0 && <p>{say.none}</p>}
          {helpers?.map((one) => (
            <button key={one.id} type="button" className="secondary" data-helper={one.id} aria-disabled={busy} onClick={() => void give(one)}>
              {say.handOver.to(f.name(namesOf(one)))}
            </button>
          ))}
        </details>
      )}
    </>
  );
}
