import { useFormat } from "../../ui/language";
import { Countdown } from "../../ui/time";
import { useWords } from "../shell/words";
import { standing, unpaused, type Deadline, type Standing } from "./deadline-state";

/** Each limit with its start, its calendar and the rule behind it: nobody should have to ask where a date comes from. */
export function Deadlines({ deadlines }: { deadlines: Deadline[] }) {
  const say = useWords().limits;
  const f = useFormat();
  const sources = new Set(deadlines.flatMap(({ explanation: { source } }) => (source ? [f.name(source)] : [])));
  return (
    <section className="block">
      <h2>{say.title}</h2>
      {deadlines.length === 0 && <p className="quiet">{say.none}</p>}
      <ul className="deadlines">
        {deadlines.map((deadline) => (
          <DeadlineLine key={`${deadline.step}-${deadline.started_at}`} deadline={deadline} now={standing(deadline, deadlines)} />
        ))}
      </ul>
      {[...sources].map((source) => (
        <p className="quiet small" key={source}>
          {say.ruleSource(source)}
        </p>
      ))}
    </section>
  );
}

function DeadlineLine({ deadline, now }: { deadline: Deadline; now: Standing }) {
  const words = useWords();
  const f = useFormat();
  const { explanation } = deadline;
  const say = words.limits;
  const calendar = explanation.calendar === "clock" ? say.calendarClock : say.calendarWorking;
  const end = unpaused(deadline);
  const without = end === "same" ? say.unmoved : end !== undefined && say.unpaused(f.dateTime(end));
  // While it stands still nobody knows when it ends.
  const due = now.is !== "paused" && say.due(f.dateTime(deadline.due_at));
  return (
    <li>
      <div className="deadline-head">
        <strong>{words.hazards.step[deadline.step] ?? deadline.step}</strong>
        <Stand deadline={deadline} now={now} />
      </div>
      <Why now={now} />
      <div className="quiet small num">{[say.started(f.dateTime(deadline.started_at)), due, without].filter(Boolean).join(" · ")}</div>
      <div className="quiet small">
        {say.limit} {f.limit(explanation.limit, explanation.calendar === "working_days")} · {calendar} · {say.rule} {explanation.rule}
      </div>
      {explanation.unknown_holidays != null && <div className="quiet small">{say.unknownHolidays(String(explanation.unknown_holidays))}</div>}
    </li>
  );
}

function Stand({ deadline, now }: { deadline: Deadline; now: Standing }) {
  const say = useWords().limits;
  const f = useFormat();
  switch (now.is) {
    case "running":
      return <Countdown due={deadline.due_at} />;
    case "met":
      return (
        <span className={now.late ? "overdue" : "met"}>
          {now.late ? say.overdue : say.inTime} · {say.met(f.dateTime(now.at))}
        </span>
      );
    case "lifted":
      return <span className="quiet">{say.lifted}</span>;
    case "paused": {
      const span = now.pause && f.span(now.pause.left);
      const left = deadline.explanation.calendar === "clock" ? say.left : say.leftDays;
      return (
        <span className={now.late ? "num overdue" : "num"}>
          {say.paused}
          {span !== undefined && ` · ${now.late ? say.over(span) : left(span)}`}
        </span>
      );
    }
  }
}

/** Why it stands still, or counts no more. */
function Why({ now }: { now: Standing }) {
  const say = useWords().limits;
  const f = useFormat();
  if (now.is === "lifted") {
    return (
      <div className="small num">
        {say.liftedWhy(f.dateTime(now.at))}
        {now.late && ` · ${say.liftedLate}`}
      </div>
    );
  }
  if (now.is !== "paused") return null;
  const { pause } = now;
  return <div className="small num">{pause ? `${say.pausedSince(f.dateTime(pause.from))} · ${say.until(f.dateTime(pause.until))}` : say.goesOn}</div>;
}
