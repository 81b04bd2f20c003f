import { useState } from "react";
import type { SessionView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { EmptyPanel, problemText } from "../../ui/state-panel";
import { Allowed } from "../allowed";
import { useOutbox } from "../outbox/use-outbox";
import { LoadingPanel } from "../panels";
import { myStates } from "./my-states";
import { TaskRow } from "./task-row";
import { useHere } from "./use-here";
import { useKeptTasks } from "./use-task";
import { useTasks, type Which } from "./use-tasks";

export default function TasksPage() {
  const words = useWords().pocket;
  return (
    <Allowed to="/tasks" title={words.tasks.title} why={words.signIn.needed} permission="view_hazards">
      {(person) => <Tasks person={person} />}
    </Allowed>
  );
}

function Tasks({ person }: { person: SessionView }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.tasks;
  // Who only looks on has nothing of the own; the list is then of all.
  const acts = myStates(person.permissions).length > 0;
  const [which, setWhich] = useState<Which>(acts ? "mine" : "all");
  const { tasks, problem, more, again } = useTasks(person.account.id, person.permissions, which);
  const { here, state, ask } = useHere();
  const kept = useKeptTasks(tasks?.items);
  const { items: outbox } = useOutbox();
  const waiting = new Set(outbox.flatMap(({ work, state }) => (work.kind === "step" && state !== "sent" ? [work.hazard] : [])));
  return (
    <section>
      <h1>{say.title}</h1>
      {acts && (
        <div className="two" role="group" aria-label={say.which}>
          {(["mine", "all"] as const).map((one) => (
            <button key={one} type="button" className="secondary" aria-pressed={which === one} onClick={() => setWhich(one)}>
              {say[one]}
            </button>
          ))}
        </div>
      )}
      {ask && (
        <button type="button" className="text-button" onClick={ask}>
          {state === "locating" ? words.pocket.place.locating : say.distance}
        </button>
      )}
      {state === "denied" && <p className="quiet">{say.noPosition}</p>}
      {problem && (
        <div className="hint-box" role="status">
          <p>{problemText(problem, words)}</p>
          <button type="button" className="secondary" onClick={again}>
            {words.retry}
          </button>
        </div>
      )}
      {!tasks && !problem && <LoadingPanel />}
      {tasks && (
        <p className="quiet num">
          {words.pocket.followPage.updated(f.time(tasks.at))}
          {tasks.kept && ` · ${say.fromPhone}`}
        </p>
      )}
      {tasks?.items.length === 0 && <EmptyPanel text={which === "mine" ? say.emptyMine : say.emptyAll} />}
      <ul className="tasks">
        {tasks?.items.map((hazard) => (
          <TaskRow key={hazard.id} hazard={hazard} here={here} offline={kept.has(hazard.id)} waiting={waiting.has(hazard.id)} />
        ))}
      </ul>
      {tasks?.next && (
        <button type="button" className="secondary" onClick={() => void more().catch(again)}>
          {words.more}
        </button>
      )}
    </section>
  );
}
