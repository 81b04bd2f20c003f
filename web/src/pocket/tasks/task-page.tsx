import { Fragment, useEffect, useMemo } from "react";
import { useFormat, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { Countdown } from "../../ui/time";
import { useNow } from "../../ui/use-now";
import { ItemState } from "../outbox/item-state";
import UploadBar from "../outbox/upload-bar";
import { useOutbox } from "../outbox/use-outbox";
import { LoadingPanel } from "../panels";
import { useHolder } from "../session";
import { SignInNeeded } from "../sign-in-needed";
import { Distance } from "./distance";
import { Steps } from "./steps-bar";
import { TaskFiles } from "./task-files";
import { useHere } from "./use-here";
import { useTask } from "./use-task";

export default function TaskPage({ id }: { id: string }) {
  const { person, expired } = useHolder();
  return person && !expired ? <Task key={id} id={id} /> : <SignInNeeded to={`/tasks/${id}`} />;
}

function Task({ id }: { id: string }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.tasks;
  const { task, problem, again } = useTask(id);
  const { here } = useHere();
  const now = useNow();
  const { items, sending } = useOutbox();
  const steps = useMemo(() => items.filter(({ work }) => work.kind === "step" && work.hazard === id), [items, id]);
  const owed = steps.filter((item) => item.state !== "sent");
  const arrived = steps.length - owed.length;
  // What arrived changed it.
  useEffect(() => {
    if (arrived > 0) again();
  }, [arrived, again]);
  const gone = problem?.code === "not_found";
  if (!task || gone) return problem ? <p className="error-box">{problemText(problem, words)}</p> : <LoadingPanel />;
  const { hazard, actions, timeline } = task.detail;
  return (
    <section className="task">
      <h1>{f.name(hazard.category_names)}</h1>
      <div className="follow-state">
        <strong>{words.hazards.state[hazard.state]}</strong>
        {hazard.due && <Countdown due={hazard.due.due_at} />}
        <span className="quiet num">{hazard.number}</span>
      </div>
      {(task.kept || problem) && <p className="hint-box num">{say.keptFrom(f.listTime(task.at, now))}</p>}
      <p>
        {hazard.lineage.slice(-2).map((unit) => f.name(unit.names)).join(" › ")} <Distance here={here} there={hazard} />
      </p>
      <p className="said">{hazard.description ?? words.hazards.detail.noDescription}</p>
      {hazard.body && (
        <p className="quiet">
          {words.hazards.columns.body}
          {words.colon}
          {f.name(hazard.body.names)}
        </p>
      )}
      <TaskFiles id={id} version={`${hazard.version}.${arrived}`} />
      {/* The next step waits for the one on its way: it builds on what this one changes. */}
      {owed.map((item) => (
        <Fragment key={item.id}>
          <ItemState item={item} sending={sending === item.id} onLook={again} />
          <UploadBar photos={item.photos} />
        </Fragment>
      ))}
      {owed.length === 0 && <Steps key={hazard.version} hazard={hazard} offers={actions} />}
      <h2>{words.hazards.detail.timeline}</h2>
      <ol className="follow-line">
        {[...timeline].reverse().map((entry) => (
          <li key={entry.id}>
            <span>
              <strong>{words.hazards.event[entry.event] ?? entry.event}</strong>
              {entry.actor && <span className="quiet"> {f.name(entry.actor.title)}</span>}
              {entry.named && (
                <span className="said">
                  {words.hazards.detail.named[entry.event] ?? words.hazards.columns.body}
                  {words.colon}
                  {f.name(entry.named.names)}
                </span>
              )}
              {entry.note && <span className="said">{entry.note}</span>}
            </span>
            <time className="quiet num" dateTime={new Date(entry.at).toISOString()}>
              {f.dateTime(entry.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
