import { useFormat } from "./language";
import { useNow } from "./use-now";

export function TimeAgo({ at }: { at: number }) {
  const f = useFormat();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={f.dateTime(at)} className="num">
      {f.ago(at, now)}
    </time>
  );
}

/** What is left of a time limit. Overdue is said in words and weight; red stays with risk and warning levels. */
export function Countdown({ due }: { due: number }) {
  const f = useFormat();
  const now = useNow();
  return (
    <time dateTime={new Date(due).toISOString()} title={f.dateTime(due)} className={due < now ? "num overdue" : "num"}>
      {f.countdown(due, now)}
    </time>
  );
}
