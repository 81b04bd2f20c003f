import { useFormat, usePageWords, useWords } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { knockWords } from "../../words/knock";
import { useOutbox } from "../outbox/use-outbox";
import { Link } from "../path";
import { answersTo, choicesOf } from "./answers";
import { NewRed } from "./new-red";
import { mostUrgent, stagesOf, tapsOf } from "./stages";
import { useInForce, useMyCalls, useMyKnocks } from "./use-warnings";
import "./warnings.css";

/** At the top of the first page: who calls me, or what is in force. Nothing on a quiet day. */
export default function LiveWarnings({ account }: { account: string }) {
  const words = useWords();
  const say = words.pocket.warnings;
  const knocking = usePageWords(knockWords);
  const f = useFormat();
  const { items } = useOutbox();
  const calls = useMyCalls(account).answer?.value;
  const warnings = useInForce(account).answer?.value;
  const knocks = useMyKnocks(account).answer?.value.filter((one) => choicesOf(one, answersTo(one, items)).includes("nobody")) ?? [];
  const call = calls && mostUrgent(calls, items);
  const stages = call && stagesOf(call, tapsOf(items, call.id));
  const strongest = warnings?.find(({ colour }) => colour != null) ?? warnings?.[0];
  return (
    <>
      <NewRed warnings={warnings} />
      {call && stages && (
        <Link to="/warnings" className="live-warning">
          {call.warning && <LevelTag colour={call.warning.colour} />}
          <strong>{f.name(call.warning?.headline ?? call.title_names)}</strong>
          <span>
            {say.atPost(f.name(call.unit?.names ?? {}))} · {stages.on_post.at !== null ? words.calls.report.on_post : stages.received.at !== null ? words.calls.report.received : say.open} ›
          </span>
        </Link>
      )}
      {knocks.length > 0 && (
        <Link to="/warnings" className="live-warning">
          <strong>{knocking.tasks.count(f.number(knocks.length))}</strong>
          <span>{knocking.tasks.go} ›</span>
        </Link>
      )}
      {!call && strongest && warnings && (
        <Link to="/warnings" className="live-warning">
          <LevelTag colour={strongest.colour} />
          <strong>{f.name(strongest.headline)}</strong>
          <span>{say.more(f.number(warnings.length))} ›</span>
        </Link>
      )}
    </>
  );
}
