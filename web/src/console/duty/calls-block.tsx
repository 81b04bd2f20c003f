import { Link } from "@tanstack/react-router";
import type { CalloutView, WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { unanswered } from "../shell/call-counts";
import { inForce } from "../shell/in-force";
import { Marks } from "../shell/marks";
import { RoundSummary } from "../shell/round-summary";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { useWarningsNow } from "./queries";

type Called = WarningView & { callout: CalloutView };

const isCalling = (warning: WarningView): warning is Called => warning.callout != null && warning.callout.ended == null;

/** Rounds of calls that go on, where most posts are silent first. */
export function CallsBlock() {
  const words = useWords();
  const f = useFormat();
  const now = useNow();
  const query = useWarningsNow();
  const rows = (query.data?.items ?? [])
    .filter((row) => inForce(row, now))
    .filter(isCalling)
    .sort((a, b) => unanswered(b.callout.counts) - unanswered(a.callout.counts));
  return (
    <Block name="calls" query={query} rows={rows} more={query.data?.next != null} link={<Link to="/warnings">{words.warnings.title}</Link>}>
      {(warning) => (
        <li key={warning.callout.id} data-id={warning.callout.id}>
          <div className="duty-line">
            <LevelTag colour={warning.callout.colour} />
            <Marks warning={warning} />
            <Link to="/warnings/$id" params={{ id: warning.id }} hash="board">
              {f.name(warning.headline)}
            </Link>
            <span className="quiet num">{words.board.calls.since(f.span(now - warning.callout.opened_at))}</span>
          </div>
          <RoundSummary warning={warning} />
        </li>
      )}
    </Block>
  );
}
