import { useState } from "react";
import type { KnockFound, MyKnock } from "../../api/types";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { knockWords } from "../../words/knock";
import { enqueue } from "../outbox/enqueue";
import type { Item } from "../outbox/item";
import { ItemState } from "../outbox/item-state";
import { answersTo, choicesOf, unseen } from "./answers";
import { joinedNames } from "./post-names";

interface Props {
  one: MyKnock;
  items: Item[];
  sending: string | undefined;
  now: number;
  onChanged: () => void;
}

/** One post to find. The answer goes through the outbox, so a tap is never lost. */
export function KnockTask({ one, items, sending, now, onChanged }: Props) {
  const words = useWords();
  const say = usePageWords(knockWords);
  const f = useFormat();
  const [busy, setBusy] = useState(false);
  const [notKept, setNotKept] = useState(false);
  const { task } = one;
  const answers = answersTo(one, items);
  const title = joinedNames([one.above?.names, one.unit?.names, one.title_names], " · ");
  const post = f.name(title);
  const send = async (found: KnockFound) => {
    if (busy) return;
    setBusy(true);
    setNotKept(false);
    try {
      await enqueue({ kind: "knock", call: one.id, ordered: task.ordered_at, title, found }, `knock.${one.id}`);
    } catch {
      setNotKept(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li data-id={one.id} data-knock={task.state}>
      <strong>{post}</strong>
      <p className="num">
        {say.way[task.way]} · {task.state === "open" ? say.tasks.due(f.listTime(task.due_at, now), f.countdown(task.due_at, now)) : say.state[task.state]}
      </p>
      {unseen(one, answers).map((item) => (
        <ItemState key={item.id} item={item} sending={sending === item.id} onLook={onChanged} />
      ))}
      {notKept && (
        <p className="error-box" role="alert">
          {words.pocket.tasks.notKept}
        </p>
      )}
      {choicesOf(one, answers).map((found) => (
        <button
          key={found}
          type="button"
          className={found === "there" ? "primary" : "secondary"}
          data-found={found}
          aria-label={say.tasks[found === "there" ? "thereWhich" : "nobodyWhich"](post)}
          aria-disabled={busy}
          onClick={() => void send(found)}
        >
          {say.tasks[found]}
        </button>
      ))}
    </li>
  );
}
