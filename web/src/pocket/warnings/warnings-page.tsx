import { useState } from "react";
import { useFormat, useWords } from "../../ui/language";
import { EmptyPanel, problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Shut } from "../allowed";
import { useOutbox } from "../outbox/use-outbox";
import { LoadingPanel } from "../panels";
import { useHolder } from "../session";
import { SignInNeeded } from "../sign-in-needed";
import { CallPanel } from "./call-panel";
import { InForce } from "./in-force";
import { KnockTasks } from "./knock-tasks";
import { NewRed } from "./new-red";
import { OtherCalls } from "./other-calls";
import { mostUrgent, stagesOf, tapsOf } from "./stages";
import { useInForce, useMyCalls, useMyKnocks } from "./use-warnings";
import "./warnings.css";

export default function WarningsPage() {
  const say = useWords().pocket.warnings;
  const { person, expired } = useHolder();
  if (!person || expired) return <SignInNeeded to="/warnings" title={say.title} why={say.needed} />;
  return <Warnings account={person.account.id} />;
}

/** The own calls first, one of them with its button; below what is in force for the area. */
function Warnings({ account }: { account: string }) {
  const words = useWords();
  const say = words.pocket.warnings;
  const f = useFormat();
  const now = useNow();
  const mine = useMyCalls(account);
  const area = useInForce(account);
  const sent = useMyKnocks(account);
  const knocks = sent.answer?.value ?? [];
  const { items, sending } = useOutbox();
  const [chosen, setChosen] = useState<string>();
  const calls = mine.answer?.value;
  const warnings = area.answer?.value;
  const call = calls?.find(({ id }) => id === chosen) ?? (calls && mostUrgent(calls, items));
  // It stays under the thumb until another one is chosen: what is tapped must be what was read.
  if (call && call.id !== chosen) setChosen(call.id);
  const others = calls?.filter(({ id }) => id !== call?.id) ?? [];
  const otherCalls = others.length > 0 && <OtherCalls calls={others} items={items} onChoose={setChosen} />;
  const othersWait = others.some((other) => stagesOf(other, tapsOf(items, other.id)).next === "received");
  // Whoever is called answers here, also without sight of the area's warnings.
  const shut = area.problem?.code === "forbidden";
  const problem = mine.problem ?? (shut ? undefined : area.problem) ?? sent.problem;
  const again = () => {
    mine.again();
    area.again();
    sent.again();
  };
  return (
    <section className="warnings">
      <h1>{say.title}</h1>
      <NewRed warnings={warnings} />
      {mine.answer && (mine.answer.kept || problem) && <p className="hint-box num">{say.keptFrom(f.listTime(mine.answer.at, now))}</p>}
      {problem && (
        <div className="hint-box" role="status">
          <p>{problemText(problem, words)}</p>
          <button type="button" className="secondary" onClick={again}>
            {words.retry}
          </button>
        </div>
      )}
      {!calls && !problem && <LoadingPanel />}
      {calls?.length === 0 && warnings?.length === 0 && knocks.length === 0 && <EmptyPanel text={say.none} />}
      {othersWait && otherCalls}
      {call && <CallPanel key={call.id} call={call} onChanged={mine.again} />}
      {!othersWait && otherCalls}
      <KnockTasks knocks={knocks} items={items} sending={sending} now={now} onChanged={sent.again} />
      {shut && <Shut permission="view_warnings" />}
      {!shut && warnings && warnings.length > 0 && <InForce warnings={warnings} now={now} />}
    </section>
  );
}
