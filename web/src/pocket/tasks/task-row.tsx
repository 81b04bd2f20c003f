import type { HazardView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { Countdown } from "../../ui/time";
import { Link } from "../path";
import { Distance } from "./distance";
import type { Place } from "./geo";

interface Props {
  hazard: HazardView;
  here: Place | undefined;
  /** It opens without network. */
  offline: boolean;
  /** A step of it waits in the outbox. */
  waiting: boolean;
}

export function TaskRow({ hazard, here, offline, waiting }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.tasks;
  return (
    <li data-id={hazard.id}>
      <Link to={`/tasks/${hazard.id}`}>
        <span className="outbox-head">
          <strong>{f.name(hazard.category_names)}</strong>
          <span className="tag">{words.hazards.state[hazard.state]}</span>
        </span>
        <span>
          {hazard.due ? <Countdown due={hazard.due.due_at} /> : words.hazards.noDue}
          {hazard.urgency === "emergency" && <span className="mark">{words.hazards.urgency.emergency}</span>}
        </span>
        <span className="quiet">
          {f.name(hazard.unit.names)} <Distance here={here} there={hazard} />
        </span>
        {(waiting || offline) && (
          <span className="quiet">{[waiting && say.stepWaits, offline && say.offline].filter(Boolean).join(" · ")}</span>
        )}
      </Link>
    </li>
  );
}
