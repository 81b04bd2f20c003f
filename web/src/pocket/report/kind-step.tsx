import { useState } from "react";
import type { CatalogueItem } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import type { StepProps } from "./report-page";
import { useCatalogue } from "./use-catalogue";

export function KindStep({ draft, change }: StepProps) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.kind;
  const { items, failed, retry } = useCatalogue();
  const [all, setAll] = useState(false);
  const [text, setText] = useState("");
  const q = text.trim().toLowerCase();
  const matches = (item: CatalogueItem) => Object.values(item.names).some((name) => name.toLowerCase().includes(q));
  const shown = (items ?? []).filter((item) => (all || q ? matches(item) : item.common));
  const choose = ({ id, names, urgency, restricted }: CatalogueItem) => change({ kind: { id, names, urgency, restricted }, step: 2 });
  return (
    <section aria-labelledby="kind-title">
      <h1 id="kind-title">{say.title}</h1>
      {failed && (
        <div className="error-box" role="alert">
          {say.failed}
          <button type="button" onClick={retry}>
            {words.retry}
          </button>
        </div>
      )}
      {!items && !failed && <p role="status">{words.loading}</p>}
      {all && (
        <input
          type="search"
          aria-label={say.search}
          placeholder={say.search}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ul className="tiles">
        {shown.map((item) => (
          <li key={item.id}>
            <button type="button" aria-pressed={draft.kind?.id === item.id} onClick={() => choose(item)}>
              {f.name(item.names)}
              {item.urgency === "emergency" && <span className="mark">{say.urgent}</span>}
            </button>
          </li>
        ))}
      </ul>
      {all && shown.length === 0 && <p>{say.none}</p>}
      {items && (
        <button
          type="button"
          className="secondary"
          onClick={() => {
            setAll(!all);
            setText("");
          }}
        >
          {all ? say.less : say.more}
        </button>
      )}
    </section>
  );
}
