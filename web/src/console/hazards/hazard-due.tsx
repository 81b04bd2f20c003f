import type { HazardView } from "../../api/types";
import { Countdown } from "../../ui/time";
import { OPEN_STATES } from "./states";
import { useWords } from "../shell/words";

const isDone = (hazard: HazardView) => !OPEN_STATES.includes(hazard.state);

export function HazardDue({ hazard }: { hazard: HazardView }) {
  const words = useWords();
  if (!hazard.due) return isDone(hazard) ? null : <span className="quiet">{words.hazards.noDue}</span>;
  return (
    <span>
      {words.hazards.step[hazard.due.step] ?? hazard.due.step} <Countdown due={hazard.due.due_at} />
    </span>
  );
}
