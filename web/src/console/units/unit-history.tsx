import type { Names, UnitDetail } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

type Change = UnitDetail["history"][number];

/** A renamed unit keeps its old name findable; other changes say their kind and day. */
function namesIn(state: unknown): Names | undefined {
  if (typeof state !== "object" || state === null || !("names" in state)) return undefined;
  return (state as { names: Names }).names;
}

export function UnitHistory({ history }: { history: Change[] }) {
  const words = useWords();
  const f = useFormat();
  return (
    <section>
      <h3>{words.panel.history}</h3>
      {history.length === 0 && <p className="quiet">{words.panel.noHistory}</p>}
      <ul className="lines">
        {history.map((change) => {
          const before = namesIn(change.before);
          const after = namesIn(change.after);
          const renamed = before && after && f.name(before) !== f.name(after);
          return (
            <li key={`${change.kind}-${change.recorded_at}`}>
              <span className="num">{f.date(change.at)}</span> {words.panel.changes[change.kind] ?? change.kind}
              {renamed && `${words.colon}${f.name(before)} → ${f.name(after)}`}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
