import type { BoardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { confirmedOf } from "../shell/call-counts";
import { useWords } from "../shell/words";

/** How long ago it began, and how many have confirmed: the two numbers that a round is judged by. */
export function LagLine({ board: { callout, unit, counts_as } }: { board: BoardView }) {
  const words = useWords();
  const say = words.board;
  const f = useFormat();
  const now = useNow();
  const { counts } = unit;
  const confirmed = confirmedOf(counts, counts_as);
  const since = (callout.ended?.at ?? now) - callout.opened_at;
  return (
    <p className="lag">
      <strong className="num">{callout.ended ? say.lagEnded(f.span(since)) : say.lag(words.calls.level[callout.colour], f.span(since))}</strong>
      <strong className="num" aria-live="polite">
        {say.confirmed(f.number(confirmed), f.number(counts.posts), f.percent(confirmed, counts.posts))}
      </strong>
      <span className="quiet">{say.countsAs[counts_as]}</span>
      {counts.moved > 0 && <span className="num">{say.moved(f.number(counts.moved))}</span>}
      {!callout.placed && <span className="quiet">{say.placing}</span>}
    </p>
  );
}
