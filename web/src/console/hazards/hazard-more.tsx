import { Link } from "@tanstack/react-router";
import type { HazardDetail } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

/** What stands beside the state: only what is there is said. */
export function HazardMore({ more }: { more: HazardDetail["more"] }) {
  const words = useWords();
  const f = useFormat();
  const say = words.hazards.more;
  const body = (one: { names: Record<string, string> } | null | undefined) => (one ? f.name(one.names) : "–");
  const facts: [string, React.ReactNode][] = [];
  if (more.severity !== "general") facts.push([say.severity, words.hazards.severity[more.severity]]);
  if (more.asked && more.severity === "suspected_major") facts.push([say.asked, body(more.asked)]);
  if (more.severity === "major") {
    const settled = more.secured.map((item) => words.hazards.choice.item[item]);
    facts.push([say.secured, `${settled.join("、") || say.noneYet} (${settled.length}/5)`]);
  }
  if (more.suspended_until != null) facts.push([say.suspended, f.date(more.suspended_until)]);
  if (more.supervised_by) facts.push([say.supervised, body(more.supervised_by)]);
  if (more.escalated_to) facts.push([say.escalated, body(more.escalated_to)]);
  if (more.hand_backs > 0) facts.push([say.handBacks, `${more.hand_backs}/2`]);
  if (more.channel !== "own") facts.push([say.channel, words.hazards.channel[more.channel]]);
  if (more.merged_into) facts.push([say.merged, <HazardLink id={more.merged_into} />]);
  if (more.recurs) facts.push([say.recurs, <HazardLink id={more.recurs} />]);
  if (more.verdict) facts.push([say.verdict, words.hazards.verdict[more.verdict]]);
  for (const call of more.whistles) {
    const answer = call.answered_at == null ? say.noAnswer : f.dateTime(call.answered_at);
    facts.push([words.hazards.choice.whistle[call.kind], `${body(call.body)} · ${f.dateTime(call.sounded_at)} → ${answer}`]);
  }
  for (const asked of more.waitings) {
    const came = asked.granted == null ? say.noAnswer : `${asked.granted ? say.granted : say.refused} ${f.date(asked.answered_at!)}`;
    facts.push([words.hazards.choice.waiting[asked.kind], `${body(asked.body)} · ${f.date(asked.asked_at)} → ${came}`]);
  }
  if (facts.length === 0) return null;
  return (
    <section className="block">
      <dl className="facts">
        {facts.map(([name, value], i) => (
          <div className="fact-row" key={`${name}-${i}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function HazardLink({ id }: { id: string }) {
  const words = useWords();
  return (
    <Link to="/hazards/$id" params={{ id }}>
      {words.hazards.more.open}
    </Link>
  );
}
