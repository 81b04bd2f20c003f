import { useState } from "react";
import { useFormat, useWords } from "../../ui/language";
import { EmptyPanel } from "../../ui/state-panel";
import { download } from "../download";
import { Link } from "../path";
import { useHolder } from "../session";
import { exportFile } from "./export-file";
import { isOwed, isUnderway } from "./item";
import { OutboxItem } from "./outbox-item";
import { sendNow } from "./sender";
import { useOutbox } from "./use-outbox";

export default function OutboxPage() {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.outbox;
  const { expired } = useHolder();
  const { isRead, items, unsent, others, sending } = useOutbox();
  const [asked, setAsked] = useState(false);
  const owed = items.filter(isOwed);
  const now = () => {
    setAsked(true);
    void sendNow();
  };
  return (
    <section>
      <h1>{say.title}</h1>
      <p aria-live="polite">{isRead && (unsent === 0 ? say.allSent : say.unsent(f.number(unsent)))}</p>
      {expired && (
        <div className="hint-box">
          <p>{say.expired}</p>
          <Link to="/sign-in">{words.session.signIn}</Link>
        </div>
      )}
      {owed.some(isUnderway) && (
        <button type="button" className="primary" disabled={sending !== undefined} onClick={now}>
          {sending ? say.state.sending : say.now}
        </button>
      )}
      {asked && !navigator.onLine && <p className="hint-box">{say.noNetwork}</p>}
      {isRead && items.length === 0 && <EmptyPanel text={say.empty} />}
      <ul className="outbox">
        {[...items].reverse().map((item) => (
          <OutboxItem key={item.id} item={item} sending={sending === item.id} />
        ))}
      </ul>
      {others > 0 && <p className="quiet">{say.others(f.number(others))}</p>}
      {owed.length > 0 && (
        <>
          <button type="button" className="secondary" onClick={() => download(exportFile(owed), say.fileName)}>
            {say.export}
          </button>
          <p className="quiet">{say.exportHint}</p>
        </>
      )}
    </section>
  );
}
