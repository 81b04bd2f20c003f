import type { KindCount } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

/** How many units of each kind lie below; invented ones apart, so that nobody quotes them. */
export function UnitBelow({ counts }: { counts: KindCount[] }) {
  const words = useWords();
  const f = useFormat();
  if (counts.length === 0) return null;
  return (
    <section>
      <h3>{words.panel.below}</h3>
      <ul className="below">
        {counts.map(({ kind, count, fictional }) => (
          <li key={kind}>
            <span className="quiet">{words.kinds[kind]}</span>
            <span className="below-number num">{f.number(count || fictional)}</span>
            <span className="quiet num">
              {fictional > 0 && (count > 0 ? words.units.fictional(f.number(fictional)) : words.units.fictionalTag)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
