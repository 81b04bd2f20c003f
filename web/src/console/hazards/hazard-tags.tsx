import type { HazardView } from "../../api/types";
import { useWords } from "../shell/words";

/** State in words on neutral ground: red, orange, yellow and blue are kept for risk and warning levels. */
export function StateTag({ state }: { state: HazardView["state"] }) {
  const words = useWords();
  return <span className={`state-tag state-${state}`}>{words.hazards.state[state]}</span>;
}

export function UrgencyTag({ urgency }: { urgency: HazardView["urgency"] }) {
  const words = useWords();
  return <span className={`urgency urgency-${urgency}`}>{words.hazards.urgency[urgency]}</span>;
}

/** Major and supervised hazards say so in words wherever they are listed. */
export function SeverityTags({ hazard }: { hazard: HazardView }) {
  const words = useWords();
  return (
    <>
      {hazard.severity !== "general" && <span className="urgency urgency-emergency">{words.hazards.severity[hazard.severity]}</span>}
      {hazard.supervised && <span className="urgency urgency-urgent">{words.hazards.supervised}</span>}
    </>
  );
}
