import type { CallCounts } from "../../api/types";
import { shownIn, type Counted } from "../shell/call-counts";
import { useWords } from "../shell/words";

/** Says what each part of a bar is. */
export function Legend({ counts }: { counts: CallCounts }) {
  const say = useWords().board;
  const more: Partial<Record<Counted, string>> = say.countWhat;
  return (
    <ul className="board-legend" aria-label={say.legend}>
      {shownIn(counts).map((what) => (
        <li key={what}>
          <i className={`bar-${what}`} aria-hidden="true" />
          {say.count[what]}
          {more[what] && <span className="quiet">({more[what]})</span>}
        </li>
      ))}
    </ul>
  );
}
