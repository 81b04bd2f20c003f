import { Link, useParams } from "@tanstack/react-router";
import { asProblem } from "../../api/problem";
import type { EvacuationDetail } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { useWords } from "../shell/words";
import { Acts } from "./acts";
import { Groups } from "./groups";
import { MissingDoors } from "./missing-doors";
import { Numbers } from "./numbers";
import { useEvacuation } from "./queries";
import "../shell/event-list.css";
import "./evacuations.css";

export function EvacuationPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.shelters.one}>
      <Detail />
    </Allowed>
  );
}

function Detail() {
  const words = useWords();
  const say = words.shelters;
  const head = words.evacuation;
  const f = useFormat();
  const { id } = useParams({ from: "/evacuations/$id" });
  const query = useEvacuation(id);
  const one = query.data;
  return (
    <article className="warning-page evacuation-page">
      <Link to="/evacuations" search={{}} className="back-link">
        ← {say.back}
      </Link>
      {!one && (
        <>
          <h1>{say.one}</h1>
          {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={8} />}
        </>
      )}
      {one && (
        <>
          <h1>
            {head.of(f.name(one.unit?.names ?? {}))} · {head.peril[one.peril]}
            {one.ended_at != null && ` · ${head.ended}`}
          </h1>
          {one.households.left_early > 0 && (
            <p className="evacuation-alarm" role="alert">
              {head.leftEarly(f.number(one.households.left_early))}
            </p>
          )}
          <Numbers households={one.households} uncounted={one.uncounted} />
          <Facts one={one} />
          <Acts one={one} />
          <Groups one={one} />
          {one.can.report && <MissingDoors one={one} />}
        </>
      )}
    </article>
  );
}

/** The six answers, in the order of the rule. */
function Facts({ one }: { one: EvacuationDetail }) {
  const words = useWords();
  const say = words.shelters;
  const f = useFormat();
  const { organiser } = one;
  const told = one.told_at != null ? say.told(f.dateTime(one.told_at)) : one.move_first ? say.unreported : undefined;
  return (
    <section className="block" aria-label={say.one}>
      <dl className="facts">
        <dt>{say.facts.who}</dt>
        <dd>
          {organiser ? [organiser.unit && f.name(organiser.unit.names), f.name(organiser.title_names)].filter(Boolean).join(" · ") : say.openUnknown}
          {told && <div className="quiet small num">{told}</div>}
        </dd>
        <dt>{say.facts.whom}</dt>
        <dd className="num">{say.whom(f.number(one.groups), f.number(one.households.total))}</dd>
        <dt>{say.facts.when}</dt>
        <dd>
          {one.trigger || say.openUnknown}
          {one.due_at != null && <div className="num">{say.due(f.dateTime(one.due_at))}</div>}
        </dd>
        <dt>{say.facts.where}</dt>
        <dd>{one.where_to || say.openUnknown}</dd>
        <dt>{say.facts.care}</dt>
        <dd>{one.after_care || say.openUnknown}</dd>
        <dt>{say.facts.noReturn}</dt>
        <dd>
          {words.evacuation.home[one.home]}
          {one.home_at != null && <span className="quiet num"> · {f.dateTime(one.home_at)}</span>}
          {one.return_reason && <div className="quiet">{one.return_reason}</div>}
          {one.no_return_before != null && <div className="num">{say.until(f.dateTime(one.no_return_before))}</div>}
        </dd>
      </dl>
    </section>
  );
}
