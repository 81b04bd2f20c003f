import type { CallView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { Read } from "../shell/section";
import { useWords } from "../shell/words";
import { useCall } from "./board-queries";

/** Each message to a phone: which step, which channel, to whom, and what became of it. */
export function CallAttempts({ call }: { call: CallView }) {
  const words = useWords();
  const say = words.board.attempts;
  const f = useFormat();
  const query = useCall(call.callout, call.id);
  return (
    <div className="call-attempts">
      <Read query={query}>
        {({ attempts }) => (
          <>
            {attempts.length === 0 && <p className="quiet">{say.none}</p>}
            <ol>
              {attempts.map((one, i) => (
                <li key={i} className="num">
                  {f.dateTime(one.began_at)} · {words.board.calls.step[one.step]} · {say.channel[one.channel] ?? one.channel} → {say.to[one.to] ?? one.to} · {say.state[one.state] ?? one.state}
                  {one.tries > 1 && ` · ${say.tries(f.number(one.tries - 1))}`}
                  {one.error && <span className="quiet"> · {one.error}</span>}
                </li>
              ))}
            </ol>
          </>
        )}
      </Read>
    </div>
  );
}
