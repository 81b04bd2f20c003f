import { useEffect } from "react";
import type { MyKnock } from "../../api/types";
import { usePageWords } from "../../ui/language";
import { knockWords } from "../../words/knock";
import type { Item } from "../outbox/item";
import { ItemState } from "../outbox/item-state";
import { strayAnswers } from "./answers";
import { KnockTask } from "./knock-task";

interface Props {
  knocks: MyKnock[];
  items: Item[];
  sending: string | undefined;
  now: number;
  /** Something was said that changes them. */
  onChanged: () => void;
}

/** Posts that nobody reaches, for the reader to find: where, how, until when, and the two answers. */
export function KnockTasks({ knocks, items, sending, now, onChanged }: Props) {
  const say = usePageWords(knockWords);
  // What was refused shows that things stand differently there.
  const heard = items.filter(({ work, state }) => work.kind === "knock" && state !== "waiting").length;
  useEffect(() => {
    if (heard > 0) onChanged();
  }, [heard, onChanged]);
  const stray = strayAnswers(knocks, items);
  if (knocks.length === 0 && stray.length === 0) return null;
  return (
    <section aria-labelledby="knocks">
      <h2 id="knocks">{say.tasks.title}</h2>
      <p className="quiet">{say.tasks.what}</p>
      {stray.map((item) => (
        <ItemState key={item.id} item={item} sending={sending === item.id} onLook={onChanged} named />
      ))}
      <ul className="in-force">
        {knocks.map((one) => (
          <KnockTask key={one.id} one={one} items={items} sending={sending} now={now} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}
