import { useRef, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, worthRetrying } from "../../api/problem";
import type { ActionWord, FollowView } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";

interface Props {
  secret: string;
  hazard: FollowView["hazard"];
  onDone: () => void;
}

/** What the reporter can say: whether it is fixed, or that a refusal was wrong. */
export function FollowActions({ secret, hazard, onDone }: Props) {
  const words = useWords();
  const say = words.pocket.followPage;
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const key = useRef(uuid7());
  const can = hazard.can.filter((action) => action in say.act);
  if (can.length === 0) return null;

  const send = async (action: ActionWord) => {
    const said = text.trim();
    const needs = action !== "judge_fixed";
    if (needs && !said) return setError(say.needText);
    setBusy(true);
    setError(undefined);
    const content = action === "appeal" ? { reason: said } : { note: said };
    const body = { secret, id: hazard.id, version: hazard.version, action, ...content };
    try {
      await data(api.POST("/api/follow/actions", { params: { header: { "Idempotency-Key": key.current } }, body: body as never }));
      setText("");
      onDone();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (!worthRetrying(problem)) key.current = uuid7();
      setError(problemText(problem, words));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="follow-actions">
      <h2>{can.includes("appeal") ? say.appealTitle : say.judgeTitle}</h2>
      <label htmlFor="follow-text">{can.includes("appeal") ? say.appealText : say.judgeText}</label>
      <textarea id="follow-text" rows={3} maxLength={2000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {error && (
        <p className="error-box" role="alert">
          {error}
        </p>
      )}
      {can.map((action, i) => (
        <button key={action} type="button" className={i === 0 ? "primary" : "secondary"} disabled={busy} onClick={() => void send(action)}>
          {say.act[action]}
        </button>
      ))}
    </section>
  );
}
