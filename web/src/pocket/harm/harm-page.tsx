import { useState } from "react";
import type { HarmKind, Names } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { useFormat, useLanguage, useWords } from "../../ui/language";
import { Allowed } from "../allowed";
import { enqueue } from "../outbox/enqueue";
import { Link } from "../path";
import type { Point } from "../report/draft";
import { UnitSearch } from "../report/unit-search";
import { usePosition } from "../report/use-position";
import { useOpenForm } from "../update";
import { COUNTS, countsOf, NOTHING_KNOWN, type Count } from "./counts";
import "./harm.css";

export default function HarmPage() {
  const say = useWords().harm;
  const [round, setRound] = useState(0);
  return (
    <Allowed to="/harm" title={say.report} why={say.needed} permission="report_harm">
      {() => <HarmForm key={round} onAnother={() => setRound(round + 1)} />}
    </Allowed>
  );
}

/** One page, large buttons, nothing asked that can be left out: what is known goes out now. */
function HarmForm({ onAnother }: { onAnother: () => void }) {
  const words = useWords();
  const say = words.harm;
  const f = useFormat();
  const { lang } = useLanguage();
  const [kind, setKind] = useState<HarmKind>();
  const [typed, setTyped] = useState(NOTHING_KNOWN);
  const [unit, setUnit] = useState<{ id: string; names: Names }>();
  const [point, setPoint] = useState<Point>();
  const [note, setNote] = useState("");
  const [showPost, setShowPost] = useState(false);
  const [wrong, setWrong] = useState<Count | "kind">();
  const [state, setState] = useState<"open" | "kept" | "not_kept">("open");
  const [knownAt] = useState(() => Date.now());
  useOpenForm(state !== "kept" && (kind !== undefined || note !== ""));
  const position = usePosition((found, located) => {
    setPoint(found);
    if (located) setUnit({ id: located.unit.id, names: located.unit.names });
  });
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const read = countsOf(typed);
    const missing = kind === undefined ? "kind" : "wrong" in read ? read.wrong : undefined;
    setWrong(missing);
    if (missing !== undefined || kind === undefined || "wrong" in read) return;
    const said = note.trim();
    const where = { ...(unit && { unit: unit.id }), ...(point && { lon: point.lon, lat: point.lat }) };
    const body = { id: uuid7(), kind, ...where, ...read.counts, known_at: knownAt, ...(said && { note: said }), show_post: showPost };
    try {
      await enqueue({ kind: "harm", title: { [lang]: say.kind[kind] ?? kind }, body }, `harm.${body.id}`);
      setState("kept");
    } catch {
      setState("not_kept");
    }
  };
  if (state === "kept") {
    return (
      <section>
        <h1>{say.report}</h1>
        <p className="hint-box" role="status">
          {say.kept}
        </p>
        <Link to="/outbox" className="secondary">
          {words.pocket.outbox.title}
        </Link>
        <button type="button" className="secondary" onClick={onAnother}>
          {say.another}
        </button>
      </section>
    );
  }
  return (
    <form noValidate className="harm-form" onSubmit={(event) => void submit(event)}>
      <h1>{say.report}</h1>
      <p className="quiet">{say.at_once}</p>
      <fieldset>
        <legend>{say.kindLabel}</legend>
        <div className="harm-kinds">
          {Object.entries(say.kind).map(([word, label]) => (
            <button key={word} type="button" className="secondary" aria-pressed={kind === word} onClick={() => setKind(word as HarmKind)}>
              {label}
            </button>
          ))}
        </div>
        {wrong === "kind" && (
          <p className="error-box" role="alert">
            {say.needKind}
          </p>
        )}
      </fieldset>
      {COUNTS.map((count) => (
        <CountField key={count} count={count} value={typed[count]} wrong={wrong === count} onChange={(text) => setTyped((now) => ({ ...now, [count]: text }))} />
      ))}
      <fieldset>
        <legend>{say.where}</legend>
        <button type="button" className="secondary" aria-busy={position.state === "locating"} onClick={position.ask}>
          {position.state === "locating" ? words.pocket.place.locating : words.pocket.place.here}
        </button>
        <div aria-live="polite">
          {position.state === "denied" && <p className="hint-box">{words.pocket.place.denied}</p>}
          {position.state === "insecure" && <p className="hint-box">{words.pocket.place.insecure}</p>}
        </div>
        <p className="quiet">{unit ? f.name(unit.names) : say.ownUnit}</p>
        <UnitSearch
          onPick={(picked) => {
            setUnit({ id: picked.id, names: picked.names });
            setPoint(undefined);
          }}
        />
      </fieldset>
      <label htmlFor="harm-note">{say.note}</label>
      <textarea id="harm-note" rows={3} maxLength={2000} placeholder={say.noteHint} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      <label className="harm-check">
        <input type="checkbox" checked={showPost} onChange={(event) => setShowPost(event.currentTarget.checked)} /> {say.showPost}
      </label>
      <p className="quiet">{say.showPostHint}</p>
      {state === "not_kept" && (
        <p className="error-box" role="alert">
          {words.pocket.tasks.notKept}
        </p>
      )}
      <button type="submit" className="primary primary-big">
        {say.send}
      </button>
    </form>
  );
}

interface FieldProps {
  count: Count;
  value: string;
  wrong: boolean;
  onChange: (text: string) => void;
}

/** A number, or "unknown": which is what an empty field says. */
function CountField({ count, value, wrong, onChange }: FieldProps) {
  const say = useWords().harm;
  const id = `harm-${count}`;
  const label = say.counts[count] ?? count;
  return (
    <div className="harm-count">
      <label htmlFor={id}>{label}</label>
      <div className="harm-count-row">
        <input
          id={id}
          className="num"
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-error` : undefined}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <button type="button" className="secondary" aria-label={say.unknownWhich(label)} aria-pressed={value.trim() === ""} onClick={() => onChange("")}>
          {say.unknown}
        </button>
      </div>
      {wrong && (
        <p id={`${id}-error`} className="error-box" role="alert">
          {say.countNeed(label)}
        </p>
      )}
    </div>
  );
}
