import { useEffect, useState } from "react";
import type { EvacuationDetail, EvacuationView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { GoesTo } from "../../ui/goes-to";
import { EmptyPanel, problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Allowed } from "../allowed";
import { reasonOf } from "../outbox/reason";
import { deleteItem } from "../outbox/store";
import { useOutbox } from "../outbox/use-outbox";
import { LoadingPanel } from "../panels";
import { useHolder } from "../session";
import { BuildingPage } from "./building-page";
import { useEvacuation, useEvacuations } from "./queries";
import { ticksOf } from "./ticks";
import "./evacuation.css";

export default function EvacuationPage() {
  const { title, pocket } = useWords().evacuation;
  return (
    <Allowed to="/evacuation" title={title} why={pocket.needed} permission="view_warnings">
      {(person) => <Evacuations account={person.account.id} />}
    </Allowed>
  );
}

function Evacuations({ account }: { account: string }) {
  const words = useWords();
  const say = words.evacuation;
  const f = useFormat();
  const { answer, problem, again } = useEvacuations(account);
  const [chosen, setChosen] = useState<string>();
  const all = answer?.value;
  const one = all?.find(({ id }) => id === chosen) ?? (all?.length === 1 ? all[0] : undefined);
  return (
    <section className="evacuation">
      <h1>{one ? say.of(f.name(one.unit?.names ?? {})) : say.title}</h1>
      {problem && (
        <div className="hint-box" role="status">
          <p>{problemText(problem, words)}</p>
          <button type="button" className="secondary" onClick={again}>
            {words.retry}
          </button>
        </div>
      )}
      {!all && !problem && <LoadingPanel />}
      {all?.length === 0 && <EmptyPanel text={say.pocket.none} />}
      {all && !one && all.length > 0 && <Choice all={all} onChoose={setChosen} />}
      {one && <Buildings key={one.id} account={account} id={one.id} />}
    </section>
  );
}

function Choice({ all, onChoose }: { all: EvacuationView[]; onChoose: (id: string) => void }) {
  const say = useWords().evacuation;
  const f = useFormat();
  return (
    <ul className="results">
      {all.map((one) => (
        <li key={one.id}>
          <button type="button" onClick={() => onChoose(one.id)}>
            {say.of(f.name(one.unit?.names ?? {}))} · {say.peril[one.peril]}
            <small className="quiet">
              {say.unaccounted} {say.households(f.number(one.households.unaccounted))}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Buildings({ account, id }: { account: string; id: string }) {
  const words = useWords();
  const say = words.evacuation;
  const f = useFormat();
  const now = useNow();
  const { person, expired } = useHolder();
  const { items } = useOutbox();
  const { answer, problem, again } = useEvacuation(account, id);
  const [chosen, setChosen] = useState<string>();
  const ticks = ticksOf(items, id);
  const arrived = ticks.filter(({ state }) => state === "sent").length;
  useEffect(() => {
    if (arrived > 0) again();
  }, [arrived, again]);
  const sheet = answer?.value;
  if (!sheet) return problem ? <p className="hint-box">{problemText(problem, words)}</p> : <LoadingPanel />;
  const { evacuation, doors, calls } = sheet;
  const group = evacuation.items.find((one) => one.id === chosen);
  const look = async (tick: string) => {
    await deleteItem(tick);
    again();
  };
  return (
    <>
      {answer.kept && <p className="hint-box num">{words.pocket.warnings.keptFrom(f.listTime(answer.at, now))}</p>}
      {ticks
        .filter(({ state }) => state === "refused")
        .map((tick) => (
          <div key={tick.id} className="error-box" role="alert">
            <p>
              <strong>{f.name(tick.work.title)}</strong> · {words.pocket.outbox.state.refused}
            </p>
            <p>{reasonOf(tick, person !== null && !expired, words)}</p>
            <button type="button" onClick={() => void look(tick.id)}>
              {words.pocket.tasks.look}
            </button>
          </div>
        ))}
      {group ? (
        <>
          <button type="button" className="text-button" onClick={() => setChosen(undefined)}>
            ‹ {say.pocket.back}
          </button>
          {!group.may_report && group.goes_to && (
            <div className="goes-to">
              <GoesTo to={group.goes_to} />
            </div>
          )}
          {group.may_report ? <BuildingPage evacuation={evacuation} group={group} doors={doors} calls={(calls ?? []).filter((call) => call.group === group.id)} /> : <p className="hint-box">{say.pocket.read}</p>}
        </>
      ) : (
        <Facts evacuation={evacuation} onChoose={setChosen} />
      )}
    </>
  );
}

function Facts({ evacuation, onChoose }: { evacuation: EvacuationDetail; onChoose: (group: string) => void }) {
  const words = useWords();
  const say = words.evacuation;
  const f = useFormat();
  const { households } = evacuation;
  return (
    <>
      {households.left_early > 0 && (
        <p className="error-box" role="alert">
          {say.leftEarly(f.number(households.left_early))}
        </p>
      )}
      <p>
        {[evacuation.where_to, say.home[evacuation.home]].filter(Boolean).join(" · ")}
      </p>
      <p className="num">
        <strong>
          {say.unaccounted} {say.households(f.number(households.unaccounted))}
        </strong>{" "}
        / {say.households(f.number(households.total))}
        {evacuation.uncounted > 0 && ` · ${say.uncounted}${words.colon}${f.number(evacuation.uncounted)}`}
      </p>
      <h2>{say.pocket.pick}</h2>
      <ul className="results">
        {evacuation.items.map((group) => (
          <li key={group.id}>
            <button type="button" data-group={group.id} onClick={() => onChoose(group.id)}>
              <strong>{group.label}</strong>
              <small className={group.households.unaccounted > 0 || !group.counted ? "owing num" : "quiet num"}>
                {group.counted ? `${say.unaccounted} ${f.number(group.households.unaccounted)} / ${say.households(f.number(group.households.total))}` : say.uncounted}
                {group.asked_help > 0 && ` · ${say.asksHelp(f.number(group.asked_help))}`}
                {group.goes_to && ` · → ${f.name(group.goes_to.names)}`}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
