import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { useWords } from "../shell/words";
import type { ResponseView } from "./queries";

/** Who, which plan, at what level, what is asked, and how long it took or has been taking. */
export function ResponseHead({ response, linked = false }: { response: ResponseView; linked?: boolean }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const { proposal: asked, tasks } = response;
  const name = [f.name(response.unit?.names ?? {}), f.name(response.plan_names)].filter(Boolean).join(" · ");
  const level = words.responses.level[asked?.level ?? ""] ?? "";
  const all = tasks.open + tasks.done + tasks.not_needed + tasks.ended;
  return (
    <>
      <div className="response-line">
        {response.colour && <LevelTag colour={response.colour} />}
        {linked ? (
          <Link to="/responses/$id" params={{ id: response.id }}>
            <strong>{name}</strong>
          </Link>
        ) : (
          <h1>{name}</h1>
        )}
        <span className="tag">
          {response.level ? `${words.responses.level[response.level]} · ` : ""}
          {words.responses.state[response.state]}
        </span>
      </div>
      {asked && <p className="response-asked">{asked.level ? (response.level ? say.proposesRaise(level) : say.proposes(level)) : say.proposesEnd}</p>}
      <Lag response={response} />
      {all > 0 && (
        <p className="num small">
          {say.taskCounts(f.number(tasks.done + tasks.not_needed), f.number(all))}
          {tasks.late > 0 && ` · ${say.taskLate(f.number(tasks.late))}`}
        </p>
      )}
    </>
  );
}

function Lag({ response: { lag, proposal, escalations } }: { response: ResponseView }) {
  const say = useWords().responseDesk;
  const f = useFormat();
  const now = useNow();
  if (!lag) return null;
  const passed = lag.decided || !proposal ? lag.ms : now - proposal.since;
  const text = (lag.decided ? say.lagDecided : say.lag)(f.span(passed), f.span(lag.target_ms));
  return (
    <p className={passed > lag.target_ms ? "response-lag is-late num" : "response-lag num"}>
      {text}
      {!lag.decided && escalations > 0 && ` · ${say.escalated[escalations]}`}
    </p>
  );
}
