import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "./words";

/** Until when it counts, or why it does not any more. */
export function Until({ warning: { ended, expires_at }, now }: { warning: WarningView; now: number }) {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  if (ended) return <span className="num">{say.endedAt(say.ended[ended.ending], f.listTime(ended.at, now))}</span>;
  if (expires_at == null) return <span>{words.calls.noEnd}</span>;
  if (expires_at <= now) return <span className="num">{say.endedAt(say.ended.expired, f.listTime(expires_at, now))}</span>;
  return (
    <time className="num" dateTime={new Date(expires_at).toISOString()}>
      {say.expires(f.listTime(expires_at, now), f.countdown(expires_at, now))}
    </time>
  );
}
