import type { MyCall } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import type { Stage, Stages } from "./stages";

interface Props {
  call: MyCall;
  stages: Stages;
}

/** Level, what, where, do what, until when, who says so; and how far the three words have come. */
export function CallView({ call, stages }: Props) {
  const words = useWords();
  const say = words.pocket.warnings;
  const head = words.calls;
  const f = useFormat();
  const now = useNow();
  const { warning } = call;
  return (
    <article className="call" data-id={call.id}>
      {warning && (
        <>
          <p className="call-level">
            <LevelTag colour={warning.colour} />
            {warning.status !== "actual" && <strong className="mark">{head.mark[warning.status] ?? warning.status}</strong>}
          </p>
          <h2>{f.name(warning.headline)}</h2>
        </>
      )}
      <dl className="summary">
        {warning && (
          <>
            <dt>{head.what}</dt>
            <dd>{f.name(warning.event)}</dd>
          </>
        )}
        <dt>{head.where}</dt>
        <dd>
          {say.atPost(f.name(call.unit?.names ?? {}))} · {f.name(call.title_names)}
        </dd>
        {warning && (
          <>
            <dt>{head.todo}</dt>
            <dd className="call-todo">{f.name(warning.instruction) || head.noInstruction}</dd>
            <dt>{head.when}</dt>
            <dd className="num">{warning.expires_at == null ? head.noEnd : `${f.listTime(warning.expires_at, now)} · ${f.countdown(warning.expires_at, now)}`}</dd>
            <dt>{head.who}</dt>
            <dd>{warning.issuer ?? head.noIssuer}</dd>
          </>
        )}
      </dl>
      {call.leader && <p className="quiet">{say.leader}</p>}
      <ol className="call-stages" aria-label={say.stages}>
        {[stages.received, stages.on_post, stages.moved].map((stage) => (
          <StageLine key={stage.what} stage={stage} now={now} />
        ))}
      </ol>
    </article>
  );
}

function StageLine({ stage: { what, at, waiting, people }, now }: { stage: Stage; now: number }) {
  const words = useWords();
  const say = words.pocket.warnings;
  const f = useFormat();
  const said = at !== null || people !== undefined;
  return (
    <li data-stage={what} data-said={said} data-waiting={waiting}>
      <strong>
        {said && "✓ "}
        {words.calls.report[what]}
        {people !== undefined && ` ${words.calls.people(f.number(people))}`}
      </strong>
      <span className="quiet num">{[at !== null && f.listTime(at, now), waiting && say.waiting, !said && say.notYet].filter(Boolean).join(" · ")}</span>
    </li>
  );
}
