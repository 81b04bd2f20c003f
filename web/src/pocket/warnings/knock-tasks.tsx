import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { MyKnock } from "../../api/types";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { knockWords } from "../../words/knock";

interface Props {
  knocks: MyKnock[];
  now: number;
  /** Something was said that changes them. */
  onChanged: () => void;
}

/** Posts that nobody reaches, for the reader to find: where, how, until when, and the two answers. */
export function KnockTasks({ knocks, now, onChanged }: Props) {
  const say = usePageWords(knockWords);
  if (knocks.length === 0) return null;
  return (
    <section aria-labelledby="knocks">
      <h2 id="knocks">{say.tasks.title}</h2>
      <p className="quiet">{say.tasks.what}</p>
      <ul className="in-force">
        {knocks.map((one) => (
          <Task key={one.id} one={one} now={now} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

function Task({ one, now, onChanged }: { one: MyKnock; now: number; onChanged: () => void }) {
  const words = useWords();
  const say = usePageWords(knockWords);
  const f = useFormat();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const { task } = one;
  const post = [one.above && f.name(one.above.names), f.name(one.unit?.names ?? {}), f.name(one.title_names)].filter(Boolean).join(" · ");
  const send = async (found: "there" | "nobody") => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await data(api.POST("/api/calls/{id}/knock/report", { params: { path: { id: one.id } }, body: { found } }));
      onChanged();
    } catch (thrown) {
      setError(problemText(asProblem(thrown), words));
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
      {error && (
        <p className="error-box" role="alert">
          {error}
        </p>
      )}
      {(task.state === "open" || task.state === "nobody") && (
        <button type="button" className="primary" data-found="there" aria-label={say.tasks.thereWhich(post)} aria-disabled={busy} onClick={() => void send("there")}>
          {say.tasks.there}
        </button>
      )}
      {task.state === "open" && (
        <button type="button" className="secondary" data-found="nobody" aria-label={say.tasks.nobodyWhich(post)} aria-disabled={busy} onClick={() => void send("nobody")}>
          {say.tasks.nobody}
        </button>
      )}
    </li>
  );
}
