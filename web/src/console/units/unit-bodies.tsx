import type { BodyView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

export function UnitBodies({ bodies }: { bodies: BodyView[] }) {
  const words = useWords();
  const f = useFormat();
  return (
    <section>
      <h3>{words.panel.bodies}</h3>
      {bodies.length === 0 && <p className="quiet">{words.panel.noBodies}</p>}
      <ul className="lines">
        {bodies.map((body) => (
          <li key={body.id}>
            {f.name(body.names)} <span className="quiet">{words.bodyKinds[body.kind] ?? body.kind}</span>
            {body.jurisdiction.length > 0 && (
              <div className="quiet small">
                {words.panel.covers(body.jurisdiction.map((unit) => f.name(unit.names)).join(words.listSeparator))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
