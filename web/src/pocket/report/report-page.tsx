import { useCallback, useState } from "react";
import { useWords } from "../../ui/language";
import { enqueue } from "../outbox/enqueue";
import { useOpenForm } from "../update";
import { newDraft, type Draft } from "./draft";
import { storedDraft, storeDraft } from "./draft-store";
import { KindStep } from "./kind-step";
import { PlaceStep } from "./place-step";
import { SendStep } from "./send-step";
import { SentPage } from "./sent-page";

export interface StepProps {
  draft: Draft;
  /** Keeps every change on the phone at once. */
  change: (next: Partial<Draft>) => void;
}

export function ReportPage() {
  const words = useWords();
  const [draft, setDraft] = useState<Draft>(() => storedDraft() ?? newDraft(Date.now()));
  const [sent, setSent] = useState<string>();
  const [notKept, setNotKept] = useState(false);
  useOpenForm(sent === undefined);
  const change = useCallback((next: Partial<Draft>) => {
    setDraft((old) => {
      const changed = { ...old, ...next, savedAt: Date.now() };
      storeDraft(changed);
      return changed;
    });
    if (next.step) scrollTo(0, 0);
  }, []);
  // Into the outbox first: from there on it is safe, whatever becomes of this page.
  const send = async () => {
    try {
      const id = await enqueue({ kind: "report", draft }, draft.id);
      storeDraft(undefined);
      setSent(id);
      scrollTo(0, 0);
    } catch {
      setNotKept(true);
    }
  };
  const again = () => {
    setDraft(storedDraft() ?? newDraft(Date.now()));
    setSent(undefined);
    setNotKept(false);
  };
  if (sent) return <SentPage id={sent} onAgain={again} />;
  return (
    <>
      <p className="step-line">
        <span className="num">{words.pocket.steps(draft.step)}</span>
        {draft.step > 1 && (
          <button type="button" className="text-button" onClick={() => change({ step: draft.step === 3 ? 2 : 1 })}>
            {words.pocket.back}
          </button>
        )}
      </p>
      {draft.step === 1 && <KindStep draft={draft} change={change} />}
      {draft.step === 2 && <PlaceStep draft={draft} change={change} />}
      {draft.step === 3 && <SendStep draft={draft} change={change} onSend={() => void send()} notKept={notKept} />}
    </>
  );
}
