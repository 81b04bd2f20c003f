import type { WarningView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";

/** What counts now in the own area; what to do unfolds. */
export function InForce({ warnings, now }: { warnings: WarningView[]; now: number }) {
  const words = useWords();
  const head = words.calls;
  const f = useFormat();
  return (
    <section aria-labelledby="in-force">
      <h2 id="in-force">{words.pocket.warnings.inForce}</h2>
      <ul className="in-force">
        {warnings.map((warning) => (
          <li key={warning.id} data-id={warning.id}>
            <p className="call-level">
              <LevelTag colour={warning.colour} />
              {warning.status !== "actual" && <strong className="mark">{head.mark[warning.status] ?? warning.status}</strong>}
            </p>
            <strong>{f.name(warning.headline)}</strong>
            <p className="quiet num">
              {warning.issuer ?? head.noIssuer} · {warning.expires_at == null ? head.noEnd : head.until(f.listTime(warning.expires_at, now))}
            </p>
            <details>
              <summary>{head.todo}</summary>
              <p className="call-todo">{f.name(warning.instruction) || head.noInstruction}</p>
              <p className="quiet">{warning.units.map((unit) => f.name(unit.names)).join(words.listSeparator)}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
