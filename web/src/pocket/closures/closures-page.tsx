import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { ClosureView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { EmptyPanel, problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Allowed } from "../allowed";
import { enqueue } from "../outbox/enqueue";
import type { ClosureWork } from "../outbox/item";
import { useOutbox } from "../outbox/use-outbox";
import { LoadingPanel } from "../panels";
import { useOpenForm } from "../update";
import { usePolled } from "../warnings/use-polled";
import "./closures.css";

export default function ClosuresPage() {
  const say = useWords().closures;
  return (
    <Allowed to="/closures" title={say.title} why={say.needed} permission="close_places">
      {(person) => <Closures account={person.account.id} />}
    </Allowed>
  );
}

async function mine(): Promise<ClosureView[]> {
  const answer = await data(api.GET("/api/me/closures"));
  // A gate page of some network is no list.
  if (!Array.isArray(answer?.items)) throw new Error("no list in the answer");
  return answer.items;
}

/** What is to be closed first, the earliest due first; a tap goes through the outbox, so it is never lost. */
function Closures({ account }: { account: string }) {
  const words = useWords();
  const say = words.closures;
  const f = useFormat();
  const now = useNow();
  const list = usePolled(`closures.${account}`, mine);
  const { items } = useOutbox();
  const closures = list.answer?.value;
  const { again } = list;
  const arrived = items.filter(({ work, state }) => work.kind === "closure" && state === "sent").length;
  useEffect(() => {
    if (arrived > 0) again();
  }, [arrived, again]);
  const tapped = (id: string, step: ClosureWork["step"]) =>
    items.some(({ work, state }) => work.kind === "closure" && work.closure === id && work.step === step && state !== "refused");
  return (
    <section>
      <h1>{say.title}</h1>
      {list.answer && (list.answer.kept || list.problem) && <p className="hint-box num">{words.pocket.warnings.keptFrom(f.listTime(list.answer.at, now))}</p>}
      {list.problem && (
        <div className="hint-box" role="status">
          <p>{problemText(list.problem, words)}</p>
          <button type="button" className="secondary" onClick={list.again}>
            {words.retry}
          </button>
        </div>
      )}
      {!closures && !list.problem && <LoadingPanel />}
      {closures?.length === 0 && <EmptyPanel text={say.none} />}
      <ul className="closures">
        {closures?.map((closure) => (
          <Closure key={closure.id} closure={closure} now={now} tapped={tapped} />
        ))}
      </ul>
    </section>
  );
}

interface Props {
  closure: ClosureView;
  now: number;
  tapped: (id: string, step: ClosureWork["step"]) => boolean;
}

function Closure({ closure, now, tapped }: Props) {
  const words = useWords();
  const say = words.closures;
  const f = useFormat();
  const [note, setNote] = useState("");
  const [notKept, setNotKept] = useState(false);
  useOpenForm(note !== "");
  const name = closure.place?.names ?? {};
  const closed = closure.state === "closed" || tapped(closure.id, "closed");
  const step: ClosureWork["step"] = closed ? "reopened" : "closed";
  const waiting = (closure.state === "to_close" && tapped(closure.id, "closed")) || tapped(closure.id, "reopened");
  const free = closure.state === "closed" && closure.authorised_at != null;
  const send = async () => {
    setNotKept(false);
    try {
      const said = note.trim();
      await enqueue({ kind: "closure", closure: closure.id, step, title: name, ...(said && { note: said }) }, `closure.${closure.id}`);
      setNote("");
    } catch {
      setNotKept(true);
    }
  };
  return (
    <li data-id={closure.id}>
      <p>
        <LevelTag colour={closure.colour} /> <strong>{f.name(name)}</strong>{" "}
        <span className="tag">{say.state[closed && closure.state === "to_close" ? "closed" : closure.state]}</span>
      </p>
      <p className="quiet num">
        {f.name(closure.place?.unit?.names ?? {})} · {closed && closure.closed_at != null ? say.at(say.close, f.listTime(closure.closed_at, now)) : say.due(f.listTime(closure.due_at, now))}
      </p>
      {notKept && (
        <p className="error-box" role="alert">
          {words.pocket.tasks.notKept}
        </p>
      )}
      {waiting && <p role="status">{say.waiting}</p>}
      {!waiting && closed && !free && <p className="quiet">{say.notAuthorised}</p>}
      {!waiting && (!closed || free) && (
        <>
          <label htmlFor={`note-${closure.id}`}>{say.note}</label>
          <input id={`note-${closure.id}`} maxLength={200} placeholder={say.noteHint} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          <button type="button" className="primary" data-step={step} onClick={() => void send()}>
            {closed ? say.reopen : say.close}
          </button>
        </>
      )}
    </li>
  );
}
