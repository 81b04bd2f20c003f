import { useState } from "react";
import type { CallReport, MyCall } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { enqueue } from "../outbox/enqueue";
import { deleteItem } from "../outbox/store";
import { useOpenForm } from "../update";
import { peopleIn, type Stages, type tapsOf } from "./stages";

/** The button of the next word stands where that of the last one stood: a double tap must not say both, ms. */
const REST_MS = 1000;

interface Props {
  call: MyCall;
  stages: Stages;
  taps: ReturnType<typeof tapsOf>;
  /** Of the link that led here; without it the session speaks. */
  secret?: string;
}

/** One large button under the thumb: the next of the three words. It goes through the outbox, so a tap is never lost. */
export function CallActs({ call, stages, taps, secret }: Props) {
  const words = useWords();
  const say = words.pocket.warnings;
  const f = useFormat();
  const [notKept, setNotKept] = useState(false);
  const [resting, setResting] = useState(false);
  const { next } = stages;
  const tap = (report: CallReport) => {
    if (resting) return;
    setResting(true);
    setTimeout(() => setResting(false), REST_MS);
    void send(report);
  };
  const send = async (report: CallReport, people?: number) => {
    setNotKept(false);
    try {
      // A number that still waits must not arrive behind the one that takes its place.
      for (const tap of taps) if (report === "moved" && tap.work.report === "moved" && tap.state === "waiting") await deleteItem(tap.id);
      const title = call.warning?.headline ?? call.title_names;
      await enqueue({ kind: "call", call: call.id, title, report, ...(secret && { secret }), ...(people !== undefined && { people }) }, `call.${call.id}`);
    } catch {
      setNotKept(true);
    }
  };
  if (!next) return <p className="hint-box">{say.ended}</p>;
  return (
    <>
      {notKept && (
        <p className="error-box" role="alert">
          {words.pocket.tasks.notKept}
        </p>
      )}
      {next === "moved" ? (
        <MovedForm onSend={(people) => send("moved", people)} />
      ) : (
        <div className="call-act">
          <p className="quiet">{next === "on_post" ? `${say.atPost(f.name(call.unit?.names ?? {}))} · ${say.hint.on_post}` : say.hint.received}</p>
          {/* Not `disabled`: that would take the focus away. */}
          <button type="button" className="primary primary-big" data-report={next} aria-disabled={resting} onClick={() => tap(next)}>
            {say.say[next]}
          </button>
        </div>
      )}
    </>
  );
}

function MovedForm({ onSend }: { onSend: (people: number) => Promise<void> }) {
  const words = useWords();
  const say = words.pocket.warnings;
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  useOpenForm(text !== "");
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const people = peopleIn(text);
    setWrong(people === undefined);
    if (people === undefined) return;
    await onSend(people);
    setText("");
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <label htmlFor="moved">{say.people}</label>
      <input
        id="moved"
        className="num"
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={wrong}
        aria-describedby={wrong ? "moved-error" : "moved-hint"}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {wrong && (
        <p id="moved-error" className="error-box" role="alert">
          {say.peopleNeed}
        </p>
      )}
      <p id="moved-hint" className="quiet">
        {say.hint.moved}
      </p>
      <button type="submit" className="primary" data-report="moved">
        {say.say.moved}
      </button>
    </form>
  );
}
