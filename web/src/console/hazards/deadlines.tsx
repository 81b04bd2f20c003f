import type { HazardDetail } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { Countdown } from "../../ui/time";

type Deadline = HazardDetail["deadlines"][number];

/** Each limit with its start, its calendar and the rule behind it: nobody should have to ask where a date comes from. */
export function Deadlines({ deadlines }: { deadlines: Deadline[] }) {
  const words = useWords();
  const f = useFormat();
  const sources = new Set(deadlines.flatMap(({ explanation: { source } }) => (source ? [f.name(source)] : [])));
  return (
    <section className="block">
      <h2>{words.hazards.detail.deadlines}</h2>
      {deadlines.length === 0 && <p className="quiet">{words.hazards.detail.noDeadlines}</p>}
      <ul className="deadlines">
        {deadlines.map((deadline) => (
          <DeadlineLine key={`${deadline.step}-${deadline.started_at}`} deadline={deadline} />
        ))}
      </ul>
      {[...sources].map((source) => (
        <p className="quiet small" key={source}>
          {words.hazards.detail.ruleSource(source)}
        </p>
      ))}
    </section>
  );
}

function DeadlineLine({ deadline }: { deadline: Deadline }) {
  const words = useWords();
  const f = useFormat();
  const { explanation } = deadline;
  const say = words.hazards.detail;
  const calendar = explanation.calendar === "clock" ? say.calendarClock : say.calendarWorking;
  return (
    <li>
      <div className="deadline-head">
        <strong>{words.hazards.step[deadline.step] ?? deadline.step}</strong>
        {deadline.met_at != null ? (
          <span className={deadline.overdue ? "overdue" : "met"}>
            {deadline.overdue ? say.overdue : say.inTime} · {say.met(f.dateTime(deadline.met_at))}
          </span>
        ) : (
          <Countdown due={deadline.due_at} />
        )}
      </div>
      <div className="quiet small num">
        {say.started(f.dateTime(deadline.started_at))} · {say.due(f.dateTime(deadline.due_at))}
      </div>
      <div className="quiet small">
        {say.limit} {f.limit(explanation.limit, explanation.calendar === "working_days")} · {calendar} · {say.rule} {explanation.rule}
      </div>
      {explanation.unknown_holidays != null && <div className="quiet small">{say.unknownHolidays(String(explanation.unknown_holidays))}</div>}
    </li>
  );
}
