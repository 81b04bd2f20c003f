import type { CallCounts } from "../../api/types";
import { COUNTED, countOf } from "../shell/call-counts";

/** The numbers beside it as lengths; it says nothing that they do not. */
export function Bar({ counts }: { counts: CallCounts }) {
  return (
    <span className="bar" aria-hidden="true">
      {COUNTED.map((what) => {
        const n = countOf(counts, what);
        return n > 0 && <i key={what} className={`bar-${what}`} style={{ flexGrow: n }} />;
      })}
    </span>
  );
}
