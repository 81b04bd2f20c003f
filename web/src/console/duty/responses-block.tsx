import { Link } from "@tanstack/react-router";
import type { components } from "../../api/schema";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { useOpenResponses, useToSign } from "../shell/responses";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { responsesInOrder } from "./order";

type Response = components["schemas"]["ResponseView"];

/** What waits for a decision and for how long; then what the reader is to sign; then what is in force. */
export function ResponsesBlock() {
  const words = useWords();
  const query = useOpenResponses();
  const unsigned = useToSign();
  const signing = new Set(unsigned.map(({ id }) => id));
  const rows = responsesInOrder(query.data ?? [], unsigned);
  return (
    <Block name="responses" query={query} rows={rows} link={<Link to="/responses">{words.responses.title}</Link>}>
      {(one) => <Row key={one.id} response={one} toSign={signing.has(one.id)} />}
    </Block>
  );
}

function Row({ response, toSign }: { response: Response; toSign: boolean }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const { id, unit, plan_names, colour, level, state, tasks, proposal: asked } = response;
  const asks = words.responses.level[asked?.level ?? ""] ?? "";
  return (
    <li data-id={id}>
      <div className="duty-line">
        {colour && <LevelTag colour={colour} />}
        <Link to="/responses/$id" params={{ id }}>
          {[f.name(unit?.names ?? {}), f.name(plan_names)].filter(Boolean).join(" · ")}
        </Link>
        <span className="tag">{[level && words.responses.level[level], words.responses.state[state]].filter(Boolean).join(" · ")}</span>
        {toSign && <strong>{words.duty.toSign}</strong>}
      </div>
      {asked && <strong>{asked.level ? (level ? say.proposesRaise(asks) : say.proposes(asks)) : say.proposesEnd}</strong>}
      <Lag response={response} />
      {tasks.late > 0 && <div className="num">{say.taskLate(f.number(tasks.late))}</div>}
    </li>
  );
}

/** From the warning to the decision, or to now. */
function Lag({ response: { lag, proposal, escalations } }: { response: Response }) {
  const say = useWords().responseDesk;
  const f = useFormat();
  const now = useNow();
  if (proposal) {
    return (
      <div className={now > proposal.decide_by ? "duty-late num" : "num"}>
        {say.lag(f.span(now - proposal.since), f.span(proposal.decide_by - proposal.since))}
        {escalations > 0 && ` · ${say.escalated[escalations]}`}
      </div>
    );
  }
  if (!lag) return null;
  return <div className={lag.ms > lag.target_ms ? "duty-late num" : "num"}>{say.lagDecided(f.span(lag.ms), f.span(lag.target_ms))}</div>;
}
