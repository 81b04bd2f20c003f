import { Link } from "@tanstack/react-router";
import type { HazardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { TimeAgo } from "../../ui/time";
import { useWords } from "../shell/words";
import { HazardDue } from "./hazard-due";
import { place } from "./hazard-table";
import { StateTag, UrgencyTag } from "./hazard-tags";

interface Props {
  rows: HazardView[];
  changed: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

/** The queue on a phone: one card a hazard, the whole card opens it. */
export function HazardCards({ rows, changed, selected, onToggle }: Props) {
  const words = useWords();
  const f = useFormat();
  return (
    <ul id="hazard-rows" className="cards" tabIndex={-1}>
      {rows.map((hazard) => (
        <li key={hazard.id} data-id={hazard.id} className={changed.has(hazard.id) ? "card row-changed" : "card"}>
          <label className="card-select">
            <input type="checkbox" checked={selected.has(hazard.id)} onChange={() => onToggle(hazard.id)} aria-label={words.queue.select(hazard.number)} />
          </label>
          <Link to="/hazards/$id" params={{ id: hazard.id }}>
            <span className="card-line">
              <HazardDue hazard={hazard} />
              <StateTag state={hazard.state} />
            </span>
            <span className="card-line">
              <strong>{f.name(hazard.category_names)}</strong>
              <UrgencyTag urgency={hazard.urgency} />
            </span>
            <span>{place(hazard, f.name)}</span>
            <span className="card-line quiet">
              <span className="num">{hazard.number}</span>
              <TimeAgo at={hazard.reported_at} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
