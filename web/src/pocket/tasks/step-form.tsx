import { useState } from "react";
import type { ActionWord, HazardView } from "../../api/types";
import { useWords } from "../../ui/language";
import { PhotoField } from "../photo-field";
import { useOpenForm } from "../update";
import { usePhotos } from "../use-photos";
import { BodySelect } from "./body-select";
import { missingIn, stepOf, type Said } from "./steps";

interface Props {
  action: ActionWord;
  hazard: HazardView;
  onSend: (said: Said) => Promise<void>;
}

export function StepForm({ action, hazard, onSend }: Props) {
  const words = useWords();
  const say = words.hazards.actions;
  const own = words.pocket.tasks;
  const step = stepOf(action) ?? {};
  const hold = usePhotos(`step.${hazard.id}`);
  // The usual words stand there to be seen and changed; whoever has nothing to add needs one tap.
  const [text, setText] = useState(action === "finish" ? own.finished : "");
  const [body, setBody] = useState<string>();
  const [missing, setMissing] = useState<"body" | "text">();
  const [busy, setBusy] = useState(false);
  useOpenForm(true);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const needs = missingIn(action, { text, body });
    setMissing(needs);
    if (needs) return;
    setBusy(true);
    await onSend({ text, body });
    setBusy(false);
  };
  const label = step.text === "reason" ? say.reason : step.text === "note" ? say.note : say.noteOptional;
  const hint = (step.text === "reason" ? say.reasonPlaceholder : say.notePlaceholder)[action] ?? "";
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      {step.photos && <PhotoField title={action === "finish" ? own.photoAfter : own.photoSite} hold={hold} />}
      {step.body && <BodySelect unit={hazard.unit.id} label={say.bodyOf[action] ?? say.body} value={body} onChange={setBody} />}
      {step.text && (
        <>
          <label htmlFor="step-text">{label}</label>
          <textarea id="step-text" rows={3} maxLength={2000} placeholder={hint} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </>
      )}
      {missing && (
        <p className="error-box" role="alert">
          {missing === "body" ? say.need.body : step.text === "reason" ? say.needReason : say.need.text}
        </p>
      )}
      <button type="submit" className="primary" disabled={busy || hold.busy}>
        {words.hazards.action[action]}
      </button>
    </form>
  );
}
