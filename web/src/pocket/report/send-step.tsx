import { useFormat, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { DangerNumbers } from "../danger-numbers";
import { PhotoField } from "../photo-field";
import { usePhotos } from "../use-photos";
import { DESCRIPTION_MAX } from "./draft";
import { NearReports } from "./near-reports";
import type { Sent, StepProps } from "./report-page";
import { useSend, type SendState } from "./use-send";

export function SendStep({ draft, change, onSent }: StepProps & { onSent: (sent: Sent) => void }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.send;
  const { state, send } = useSend(onSent);
  const hold = usePhotos(draft.id);
  const failed = state.kind !== "idle" && state.kind !== "sending";
  const where = [
    draft.unit && f.name(draft.unit.names),
    draft.point && words.pocket.place.accuracy(f.number(Math.round(draft.point.accuracy))),
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
      <NearReports draft={draft} />
      <PhotoField title={words.pocket.photos.title} hold={hold} />
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
        {say.anonymous} <span className="num">{say.saved(f.time(draft.savedAt))}</span>
      </p>
      <div className="bottom">
        <Failure state={state} />
        <button type="button" className="primary" disabled={state.kind === "sending" || hold.busy} onClick={() => void send(draft, hold.photos)}>
          {state.kind === "sending" ? say.sending : failed ? words.pocket.error.retry : say.submit}
        </button>
      </div>
    </section>
  );
}

function Failure({ state }: { state: SendState }) {
  const words = useWords();
  const say = words.pocket.error;
  if (state.kind === "offline") return <Box text={say.offline} />;
  if (state.kind === "unknown") return <Box text={say.unknown} />;
  if (state.kind === "rejected") return <Box text={`${say.rejected}${words.colon}${problemText(state.problem, words)}`} />;
  return null;
}

function Box({ text }: { text: string }) {
  return (
    <p className="error-box" role="alert">
      {text}
    </p>
  );
}
