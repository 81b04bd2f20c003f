import { useFormat, useWords } from "../../ui/language";
import { Link } from "../path";
import { titleOf, type Item } from "./item";
import { deleteItem } from "./store";
import { useSaid } from "./use-said";

interface Props {
  item: Item;
  sending: boolean;
  /** Whoever has read why it was refused looks at how things stand now. */
  onLook: () => void;
  /** Where what it is about stands nowhere else. */
  named?: boolean;
}

/** On the page where it was said: that it waits, that it arrived, or why it was refused and what to do. */
export function ItemState({ item, sending, onLook, named = false }: Props) {
  const words = useWords();
  const f = useFormat();
  const { what, unheard, why } = useSaid(item);
  const say = words.pocket.outbox;
  const title = named && <>{f.name(titleOf(item))} · </>;
  if (item.state === "refused") {
    const look = async () => {
      await deleteItem(item.id);
      onLook();
    };
    return (
      <div className="error-box" role="alert" data-state="refused">
        <p>
          {title}
          <strong>{what}</strong> · {say.state.refused}
        </p>
        <p>{why}</p>
        <button type="button" onClick={() => void look()}>
          {words.pocket.tasks.look}
        </button>
      </div>
    );
  }
  const state = sending && item.state === "waiting" ? "sending" : item.state;
  return (
    <div className="hint-box" role="status" data-state={state}>
      <p>
        {title}
        <strong>{what}</strong> · {say.state[state]}
      </p>
      {unheard && <p>{unheard}</p>}
      {why ? <p>{why}</p> : state === "waiting" && <p>{words.pocket.queued.later}</p>}
      {state !== "sent" && <Link to="/outbox">{say.title}</Link>}
    </div>
  );
}
