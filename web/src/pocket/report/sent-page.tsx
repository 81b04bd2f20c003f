import { useFormat, useWords } from "../../ui/language";
import { Mend } from "../outbox/mend";
import { PhotosLeft } from "../outbox/photos-left";
import { reasonOf } from "../outbox/reason";
import { useOutbox } from "../outbox/use-outbox";
import { Link } from "../path";
import { useHolder } from "../session";
import { useOnline } from "../use-online";
import { DonePage } from "./done-page";

/** What becomes of the report that was just written. Leaving the page changes nothing: it stands in the outbox. */
export function SentPage({ id, onAgain }: { id: string; onAgain: () => void }) {
  const words = useWords();
  const f = useFormat();
  const online = useOnline();
  const { person, expired } = useHolder();
  const { items, sending } = useOutbox();
  const item = items.find((one) => one.id === id);
  const say = words.pocket.queued;
  if (item?.arrived && item.work.kind === "report") {
    return (
      <DonePage arrived={item.arrived} secret={item.work.draft.secret} onAgain={onAgain}>
        <PhotosLeft item={item} />
      </DonePage>
    );
  }
  const reason = item && reasonOf(item, person !== null && !expired, words);
  if (item?.state === "refused") {
    return (
      <section className="queued">
        <h1>{words.pocket.error.rejected}</h1>
        <p className="error-box" role="alert">
          {reason}
        </p>
        <Mend item={item} className="primary" onMended={onAgain} />
        <Link to="/outbox" className="secondary">
          {words.pocket.outbox.title}
        </Link>
      </section>
    );
  }
  const stuck = !online || (reason !== undefined && sending !== id);
  return (
    <section className="queued">
      <div role="status">
        <h1>{stuck ? say.title : words.pocket.send.sending}</h1>
        <p>{stuck ? say.later : say.safe}</p>
      </div>
      {!online && <p className="hint-box">{say.offline}</p>}
      {online && reason && (
        <p className="hint-box">
          {reason}
          {item && item.next > 0 && <span className="num"> {words.pocket.outbox.again(f.time(item.next))}</span>}
        </p>
      )}
      <button type="button" className="secondary" onClick={onAgain}>
        {words.pocket.done.another}
      </button>
      <Link to="/outbox" className="secondary">
        {words.pocket.outbox.title}
      </Link>
    </section>
  );
}
