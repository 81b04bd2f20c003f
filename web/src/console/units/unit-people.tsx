import type { Counted, UnitView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

const GROUPS = [
  "population",
  "households",
  "age_60_plus",
  "age_80_plus",
  "age_under_14",
  "rented_households",
  "non_registered_households",
] as const;

/** Groups, never persons; a figure below five stays hidden because it would point at somebody. */
export function UnitPeople({ unit }: { unit: UnitView }) {
  const words = useWords();
  const f = useFormat();
  const figures = unit.statistics;
  return (
    <section>
      <h3>
        {words.panel.people}
        {figures?.estimate && <span className="tag">{words.estimate}</span>}
      </h3>
      {!figures && <p className="quiet">{words.units.noPopulation}</p>}
      {figures && (
        <>
          <dl className="facts">
            {GROUPS.map((group) => {
              const counted = figures[group];
              if (!counted) return null;
              return (
                <div className="fact-row" key={group}>
                  <dt>{words.panel[group]}</dt>
                  <dd className="num">
                    <Figure counted={counted} />
                  </dd>
                </div>
              );
            })}
          </dl>
          <p className="quiet small">
            {words.panel.asOf(f.date(figures.as_of))} · {words.panel.source(figures.source)}
          </p>
        </>
      )}
    </section>
  );
}

function Figure({ counted }: { counted: Counted }) {
  const words = useWords();
  const f = useFormat();
  if ("value" in counted) return f.number(counted.value);
  return <span title={words.panel.suppressedWhy}>{words.panel.suppressed}</span>;
}
