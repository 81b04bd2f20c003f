import { Link } from "@tanstack/react-router";
import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "./words";
import { COUNTED, countOf } from "./call-counts";

/** On post of all first; received, out of reach and silent each apart, for they are never the same. */
export function RoundSummary({ warning: { id, callout } }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings.round;
  const f = useFormat();
  if (!callout) return <div className="quiet">{say.none}</div>;
  const { counts } = callout;
  const word = words.board.count;
  const others = COUNTED.filter((what) => what === "received" || (what !== "on_post" && countOf(counts, what) > 0));
  return (
    <div className="round">
      <strong className="num">{say.of(word.on_post, f.number(counts.on_post), f.number(counts.posts), f.percent(counts.on_post, counts.posts))}</strong>
      {others.map((what) => (
        <span key={what} className="num">
          {say.count(word[what], f.number(countOf(counts, what)))}
        </span>
      ))}
      {callout.ended && <span className="quiet">{say.over}</span>}
      <Link to="/warnings/$id" params={{ id }} hash="board">
        {say.see}
      </Link>
    </div>
  );
}
