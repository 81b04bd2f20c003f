import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { UnitView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";

const PAUSE_MS = 300;

/** A place by name, for who has no position or reports for another place. */
export function UnitSearch({ onPick, label }: { onPick: (unit: UnitView) => void; label?: string }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.place;
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<{ q: string; units?: UnitView[] }>();
  const q = text.trim();
  useEffect(() => {
    if (!q) return;
    let latest = true;
    const timer = setTimeout(() => {
      data(api.GET("/api/units", { params: { query: { q, limit: 10 } } }))
        .then((page) => latest && setAnswer({ q, units: page.items.filter((unit) => unit.level >= 2) }))
        .catch(() => latest && setAnswer({ q }));
    }, PAUSE_MS);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [q]);
  const current = answer?.q === q ? answer : undefined;
  const found = current?.units;
  const failed = current !== undefined && found === undefined;
  return (
    <>
      <label htmlFor="unit-search">{label ?? say.orPick}</label>
      <input
        id="unit-search"
        type="search"
        autoComplete="off"
        placeholder={say.search}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div aria-live="polite">
        {failed && <p className="error-box">{words.problem.code["unreachable"]}</p>}
        {found?.length === 0 && <p>{say.none}</p>}
      </div>
      {found && found.length > 0 && (
        <ul className="results">
          {found.map((unit) => (
            <li key={unit.id}>
              <button
                type="button"
                onClick={() => {
                  setText("");
                  onPick(unit);
                }}
              >
                {f.name(unit.names)} <span className="quiet">{words.kinds[unit.kind]}</span>
                <small className="quiet">{unit.above?.map(f.name).join(" › ")}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
