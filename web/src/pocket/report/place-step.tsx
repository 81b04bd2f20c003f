import { useState } from "react";
import { useFormat, useWords } from "../../ui/language";
import { DangerNumbers } from "../danger-numbers";
import { isPlaced } from "./draft";
import type { StepProps } from "./report-page";
import { UnitSearch } from "./unit-search";
import { usePosition } from "./use-position";

export function PlaceStep({ draft, change }: StepProps) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.place;
  const [missing, setMissing] = useState(false);
  const position = usePosition((point, located) => {
    const unit = located && { id: located.unit.id, names: located.unit.names };
    change(unit ? { point, unit, step: 3 } : { point, step: 3 });
  });
  const next = () => (isPlaced(draft) ? change({ step: 3 }) : setMissing(true));
  return (
    <section aria-labelledby="place-title">
      {draft.kind?.urgency === "emergency" && <DangerNumbers />}
      <h1 id="place-title">{say.title}</h1>
      <button type="button" className="primary" aria-busy={position.state === "locating"} onClick={position.ask}>
        {position.state === "locating" ? say.locating : say.here}
      </button>
      <div aria-live="polite">
        {position.state === "denied" && <p className="hint-box">{say.denied}</p>}
        {position.state === "insecure" && <p className="hint-box">{say.insecure}</p>}
        {missing && !isPlaced(draft) && <p className="error-box">{words.pocket.needPlace}</p>}
      </div>
      {isPlaced(draft) && (
        <p className="picked">
          {say.picked}
          {words.colon}
          {draft.unit ? f.name(draft.unit.names) : draft.point?.accuracy && say.accuracy(f.number(Math.round(draft.point.accuracy)))}
        </p>
      )}
      <UnitSearch
        onPick={(unit) => {
          change({ unit: { id: unit.id, names: unit.names }, point: undefined });
          setMissing(false);
        }}
      />
      <label htmlFor="place-text">{say.text}</label>
      <input
        id="place-text"
        maxLength={100}
        placeholder={say.textHint}
        value={draft.placeText}
        onInput={(event) => change({ placeText: event.currentTarget.value })}
      />
      <button type="button" className={isPlaced(draft) ? "primary" : "secondary"} onClick={next}>
        {words.pocket.next}
      </button>
    </section>
  );
}
