import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { ResponseTask } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { EmptyPanel, problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Allowed } from "../allowed";
import { enqueue } from "../outbox/enqueue";
import type { ResponseTaskWork } from "../outbox/item";
import { useOutbox } from "../outbox/use-outbox";
import { LoadingPanel } from "../panels";
import { useOpenForm } from "../update";
import { usePolled } from "../warnings/use-polled";
import "../closures/closures.css";

export default function ResponsePage() {
  const say = useWords().responses;
  return (
    <Allowed to="/response" title={say.tasks} why={say.needed} permission="report_task">
      {(person) => <Tasks account={person.account.id} />}
    </Allowed>
  );
}

async function mine(): Promise<ResponseTask[]> {
  const answer = await data(api.GET("/api/tasks", { params: { query: { own: true, state: "open", limit: 100 } } }));
  // A gate page of some network is no list.
  if (!Array.isArray(answer?.items)) throw new Error("no list in the answer");
  return answer.items;
}

/** What the own area must do, the earliest due first; a tap goes through the outbox, so it is never lost. */
function Tasks({ account }: { account: string }) {
  const words = useWords();
  const say = words.responses;
  const f = useFormat();
  const now = useNow();
  const list = usePolled(`response.${account}`, mine);
  const { items } = useOutbox();
  const tasks = list.answer?.value;
  const { again } = list;
  const arrived = items.filter(({ work, state }) => work.kind === "response_task" && state === "sent").length;
  useEffect(() => {
    if (arrived > 0) again();
  }, [arrived, again]);
  const tapped = (id: string) => items.some(({ work, state }) => work.kind === "response_task" && work.task === id && state !== "refused");
  return (
    <section>
      <h1>{say.tasks}</h1>
      {list.answer && (list.answer.kept || list.problem) && <p className="hint-box num">{words.pocket.warnings.keptFrom(f.listTime(list.answer.at, now))}</p>}
      {list.problem && (
        <div className="hint-box" role="status">
          <p>{problemText(list.problem, words)}</p>
          <button type="button" className="secondary" onClick={list.again}>
            {words.retry}
          </button>
        </div>
      )}
      {!tasks && !list.problem && <LoadingPanel />}
      {tasks?.length === 0 && <EmptyPanel text={say.none} />}
      <ul className="closures">
        {tasks?.map((task) => (
          <Task key={task.id} task={task} now={now} tapped={tapped(task.id)} />
        ))}
      </ul>
    </section>
  );
}

function Task({ task, now, tapped }: { task: ResponseTask; now: number; tapped: boolean }) {
  const words = useWords();
  const say = words.responses;
  const f = useFormat();
  const [amount, setAmount] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<string>();
  useOpenForm(amount !== "" || note !== "");
  const counted = task.kind !== "do";
  const send = async (state: ResponseTaskWork["state"]) => {
    const said = note.trim();
    if (state === "not_needed" && !said) return setWrong(say.noteNeed);
    if (state === "done" && counted && !/^\d{1,6}$/.test(amount.trim())) return setWrong(say.amountNeed);
    setWrong(undefined);
    try {
      const work: ResponseTaskWork = { kind: "response_task", task: task.id, state, title: task.names };
      await enqueue({ ...work, ...(state === "done" && counted && { amount: Number(amount.trim()) }), ...(said && { note: said }) }, `response.${task.id}`);
    } catch {
      setWrong(words.pocket.tasks.notKept);
    }
  };
  return (
    <li data-id={task.id}>
      <p>
        <strong>{f.name(task.names)}</strong> {now > task.due_at && <span className="tag">{say.late}</span>}
      </p>
      <p className="quiet num">
        {f.name(task.unit?.names ?? {})} · {say.due(f.listTime(task.due_at, now))}
      </p>
      {wrong && (
        <p className="error-box" role="alert">
          {wrong}
        </p>
      )}
      {tapped && <p role="status">{say.waiting}</p>}
      {!tapped && task.may_report && (
        <>
          {counted && (
            <>
              <label htmlFor={`amount-${task.id}`}>
                {say.amount} <span className="quiet">{say.amountHint[task.kind]}</span>
              </label>
              <input id={`amount-${task.id}`} inputMode="numeric" maxLength={6} value={amount} onInput={(event) => setAmount(event.currentTarget.value)} />
            </>
          )}
          <label htmlFor={`note-${task.id}`}>{say.note}</label>
          <input id={`note-${task.id}`} maxLength={200} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          <div className="two">
            <button type="button" className="primary" data-state="done" onClick={() => void send("done")}>
              {say.done}
            </button>
            <button type="button" className="secondary" data-state="not_needed" onClick={() => void send("not_needed")}>
              {say.notNeeded}
            </button>
          </div>
        </>
      )}
    </li>
  );
}
