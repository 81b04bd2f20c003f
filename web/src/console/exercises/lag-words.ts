import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import type { Course, Lag } from "./queries";

/** How a lag and its target are said, in the table of all of them and where the courses stand side by side. */
export function useLagWords() {
  const say = useWords().exercises;
  const f = useFormat();
  return {
    /** From the warning to the response; what the sources of the scenario do not tell may have happened nevertheless. */
    took(course: Course, lag: Lag) {
      if (lag.decided_at != null) return say.exactly(String(Math.floor(lag.minutes / 60)), String(lag.minutes % 60));
      return course === "as_it_was" ? say.unrecorded : say.undecided;
    },
    /** What the plans allow, and whether that was kept. */
    target({ target }: Lag) {
      if (!target) return "–";
      const verdict = target.met == null ? "unknown" : target.met ? "met" : "missed";
      return say.target[verdict](f.span(target.minutes * 60_000));
    },
  };
}
