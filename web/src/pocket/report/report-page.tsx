import { useState } from "react";
import { useWords } from "../../ui/language";
import type { OwnReport } from "../own-reports";
import { dropPhotos } from "../use-photos";
import { DonePage } from "./done-page";
import { newDraft, storedDraft, storeDraft, type Draft } from "./draft";
import { KindStep } from "./kind-step";
import { PlaceStep } from "./place-step";
import { SendStep } from "./send-step";

export interface StepProps {
  draft: Draft;
  /** Keeps every change on the phone at once. */
  change: (next: Partial<Draft>) => void;
}

export interface Sent extends OwnReport {
  due: number | undefined;
}

export function ReportPage() {
  const words = useWords();
  const [draft, setDraft] = useState<Draft>(() => storedDraft() ?? newDraft(Date.now()));
  const [sent, setSent] = useState<Sent>();
  const change = (next: Partial<Draft>) => {
    setDraft((old) => {
      const changed = { ...old, ...next, savedAt: Date.now() };
      storeDraft(changed);
      return changed;
    });
    if (next.step) scrollTo(0, 0);
  };
  const finish = (own: Sent) => {
    storeDraft(undefined);
    void dropPhotos(draft.id);
    setSent(own);
    scrollTo(0, 0);
  };
  const again = () => {
    setDraft(newDraft(Date.now()));
    setSent(undefined);
  };
  if (sent) return <DonePage sent={sent} onAgain={again} />;
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
      {draft.step === 3 && <SendStep draft={draft} change={change} onSent={finish} />}
    </>
  );
}
