import { useState } from "react";
import { useFormat, useWords } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { Link } from "../path";
import { hasVoice, isOwed, titleOf, type Item } from "./item";
import { Mend } from "./mend";
import { PhotosLeft } from "./photos-left";
import { deleteItem } from "./store";
import { useSaid } from "./use-said";

export function OutboxItem({ item, sending }: { item: Item; sending: boolean }) {
  const words = useWords();
  const f = useFormat();
  const now = useNow();
  const [sure, setSure] = useState(false);
  const say = words.pocket.outbox;
  const { work, arrived } = item;
  const { what, unheard, why } = useSaid(item);
  // Pictures that follow take nothing back from what arrived.
  const shown = sending && !arrived ? "sending" : item.state;
  const owed = isOwed(item);
  return (
    <li data-id={item.id} data-state={shown}>
      <p className="outbox-head">
        <strong>{f.name(titleOf(item))}</strong>
        <span className={`tag tag-${shown}`}>{say.state[shown]}</span>
      </p>
      <p className="quiet">
        {what} · <span className="num">{f.listTime(item.made, now)}</span>
        {!arrived && item.photos.length > 0 && ` · ${say.photos(item.photos.length, hasVoice(item.photos))}`}
      </p>
      {arrived?.number && <p className="num">{arrived.number}</p>}
      <PhotosLeft item={item} />
      {unheard && <p>{unheard}</p>}
      {why && <p className={item.state === "refused" ? "error-box" : "quiet"}>{why}</p>}
      {sure && owed ? (
        <div className="hint-box">
          <p>{say.deleteSure}</p>
          <div className="two">
            <button type="button" className="secondary" onClick={() => void deleteItem(item.id)}>
              {say.delete}
            </button>
            <button type="button" className="secondary" onClick={() => setSure(false)}>
              {say.keep}
            </button>
          </div>
        </div>
      ) : (
        <p className="outbox-acts">
          {arrived && work.kind === "report" && item.account === null && <Link to={`/follow#${work.draft.secret}`}>{words.pocket.done.see}</Link>}
          {arrived?.hazard && item.account !== null && <Link to={`/tasks/${arrived.hazard}`}>{say.open}</Link>}
          {item.state === "refused" && work.kind === "step" && <Link to={`/tasks/${work.hazard}`}>{say.open}</Link>}
          {(work.kind === "call" || work.kind === "knock" || work.kind === "handover") && item.account !== null && <Link to="/warnings">{say.openCall}</Link>}
          {item.state === "refused" && work.kind === "report" && <Mend item={item} />}
          <button type="button" className="text-button" disabled={sending} onClick={() => (owed ? setSure(true) : void deleteItem(item.id))}>
            {owed ? say.delete : words.pocket.remove}
          </button>
        </p>
      )}
    </li>
  );
}
