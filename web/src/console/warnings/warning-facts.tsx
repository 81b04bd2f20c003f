import { Link } from "@tanstack/react-router";
import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { SecondSource } from "./second-source";

/** What, where, when, do what, who says so: in the order in which people need it. */
export function WarningFacts({ warning }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings;
  const head = words.calls;
  const f = useFormat();
  return (
    <section className="block" aria-label={say.one}>
      <dl className="facts">
        <dt>{head.what}</dt>
        <dd>
          {f.name(warning.event)}
          {warning.hazard !== "other" && f.name(warning.event) !== head.hazard[warning.hazard] && <span className="quiet"> · {head.hazard[warning.hazard]}</span>}
        </dd>
        <dt>{head.where}</dt>
        <dd>
          <Where warning={warning} />
        </dd>
        <dt>{head.when}</dt>
        <dd className="num">
          {say.effective(f.dateTime(warning.effective_at))} · {warning.expires_at == null ? head.noEnd : head.until(f.dateTime(warning.expires_at))}
          {warning.ended && ` · ${say.endedAt(say.ended[warning.ended.ending], f.dateTime(warning.ended.at))}`}
          {warning.ended?.by && (
            <>
              {" · "}
              <Link to="/warnings/$id" params={{ id: warning.ended.by }}>
                {say.successor}
              </Link>
            </>
          )}
        </dd>
        <dt>{head.todo}</dt>
        <dd className="warning-todo">{f.name(warning.instruction) || head.noInstruction}</dd>
        <dt>{head.who}</dt>
        <dd>
          {warning.issuer ?? head.noIssuer}
          <div className="quiet small num">
            {warning.sender} · {warning.identifier} · {say.sent(f.dateTime(warning.sent_at))} · {say.received(f.dateTime(warning.received_at))} · {say.way[warning.way] ?? warning.way}
          </div>
          <div className="quiet small">{warning.official ? say.official : say.unofficial}</div>
          <SecondSource warning={warning} />
          {warning.signature && <div className={warning.signature === "invalid" ? "warning-mark" : "quiet small"}>{say.signature[warning.signature]}</div>}
          <a href={`/api/warnings/${warning.id}/document`} download>
            {say.document}
          </a>
        </dd>
      </dl>
    </section>
  );
}

function Where({ warning: { units, notes } }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  /** Notes name a unit by its code. */
  const unitOf = (code: string | null | undefined) => {
    const unit = units.find((one) => one.code === code);
    return unit ? f.name(unit.names) : (code ?? "");
  };
  const text = ({ note, code: of, unit }: WarningView["notes"][number]) => {
    const code = of ?? "";
    if (note === "fell_to_parent") return say.note.fell_to_parent(code, unitOf(unit));
    if (note === "no_boundary") return say.note.no_boundary(unitOf(unit));
    if (note === "drawn_elsewhere") return say.note.drawn_elsewhere;
    return note === "elsewhere" ? say.note.elsewhere(code) : say.note.other(note, code);
  };
  return (
    <>
      {units.length === 0 && say.noUnits}
      {units.map((unit, i) => (
        <span key={unit.id}>
          {i > 0 && words.listSeparator}
          <Link to="/units" search={{ unit: unit.id }}>
            {f.name(unit.names)}
          </Link>
        </span>
      ))}
      {notes.map((note) => (
        <div key={`${note.note} ${note.code} ${note.unit}`} className="quiet small">
          {text(note)}
        </div>
      ))}
    </>
  );
}
