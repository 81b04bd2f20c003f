import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useWords } from "../shell/words";

/** Older than this is not the present any more, ms. */
const STALE_MS = 15_000;

/** A silent stale board is the worst failure of this page: it says so, and from when it is. */
export function StaleData({ at }: { at: number }) {
  const say = useWords().board;
  const f = useFormat();
  const now = useNow(1000);
  return (
    <div aria-live="polite">
      {now - at > STALE_MS && (
        <p className="board-stale">
          <strong className="num">{say.stale(f.time(at))}</strong> {say.staleWhat}
        </p>
      )}
    </div>
  );
}
