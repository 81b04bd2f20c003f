import { lazy, Suspense, useState, type ReactNode } from "react";
import { useFormat, useWords } from "../../ui/language";
import { Boundary } from "../boundary";
import { DangerNumbers } from "../danger-numbers";
import { PhotoField } from "../photo-field";
import { useHolder } from "../session";
import { usePhotos } from "../use-photos";
import { DESCRIPTION_MAX } from "./draft";
import { ForOthers } from "./for-others";
import type { StepProps } from "./report-page";

// They come when they can; a report goes out without them.
const extras = () => import("./send-extras");
const SendExtras = lazy(extras);
const NearReports = lazy(() => extras().then((late) => ({ default: late.NearReports })));
const notePlace = (id: string, file: File) => extras().then((late) => late.notePlace(id, file));

interface Props extends StepProps {
  onSend: () => void;
  /** The phone refused to keep it. */
  notKept: boolean;
}

export function SendStep({ draft, change, onSend, notKept }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.send;
  const { person } = useHolder();
  const hold = usePhotos(draft.id, notePlace);
  const [recording, setRecording] = useState(false);
  const restricted = draft.kind?.restricted ?? false;
  const enclosed = hold.photos.length > 0;
  const where = [
    draft.unit && f.name(draft.unit.names),
    draft.point?.accuracy && words.pocket.place.accuracy(f.number(Math.round(draft.point.accuracy))),
    draft.placeText.trim(),
  ].filter(Boolean);
  return (
    <section aria-labelledby="send-title">
      {draft.kind?.urgency === "emergency" && <DangerNumbers />}
      <h1 id="send-title">{say.title}</h1>
      <dl className="summary">
        <dt>{say.what}</dt>
        <dd>
          {draft.kind && f.name(draft.kind.names)}
          <button type="button" className="text-button" aria-label={`${say.edit} ${say.what}`} onClick={() => change({ step: 1 })}>
            {say.edit}
          </button>
        </dd>
        <dt>{say.where}</dt>
        <dd>
          {where.join(" · ")}
          <button type="button" className="text-button" aria-label={`${say.edit} ${say.where}`} onClick={() => change({ step: 2 })}>
            {say.edit}
          </button>
        </dd>
      </dl>
      {restricted && <p className="quiet">{say.least}</p>}
      <Late>
        <NearReports draft={draft} />
      </Late>
      <ForOthers draft={draft} change={change} />
      {/* What was taken for another category must be taken away here first. */}
      {(!restricted || enclosed) && (
        <>
          <PhotoField title={words.pocket.photos.title} hold={hold} />
          <Late>
            <SendExtras draft={draft} change={change} hold={hold} onRecording={setRecording} />
          </Late>
        </>
      )}
      <label htmlFor="description">{say.description}</label>
      <textarea
        id="description"
        rows={4}
        maxLength={DESCRIPTION_MAX}
        placeholder={say.descriptionHint}
        value={draft.description}
        onInput={(event) => change({ description: event.currentTarget.value })}
      />
      <p className="quiet">
        {person ? say.asYou(f.name(person.account.names)) : say.anonymous} <span className="num">{say.saved(f.time(draft.savedAt))}</span>
      </p>
      <div className="bottom">
        {notKept && (
          <p className="error-box" role="alert">
            {say.notKept}
          </p>
        )}
        <button type="button" className="primary" disabled={hold.busy || recording || (restricted && enclosed)} onClick={onSend}>
          {say.submit}
        </button>
      </div>
    </section>
  );
}

/** Shown when its code is there; what does not come is not missed. */
function Late({ children }: { children: ReactNode }) {
  return (
    <Boundary page="" fallback={null}>
      <Suspense fallback={null}>{children}</Suspense>
    </Boundary>
  );
}
