import { Button } from "antd";
import { useFormat, useLanguage } from "../../ui/language";
import { number, PlainTable } from "../../ui/plain-table";
import { ExportMenu } from "../shell/export-menu";
import { PaperButton } from "../shell/paper-button";
import { useWords } from "../shell/words";
import { useLagWords } from "./lag-words";
import { LateTasks } from "./late-tasks";
import { LongTable } from "./long-table";
import { askForPdf, type Course, type Report, type Scenario } from "./queries";
import { SilentPosts } from "./silent-posts";

/** What it has shown, as it goes on paper. */
export function ExerciseReport({ id, course, report, scenario }: { id: string; course: Course; report: Report; scenario: Scenario | undefined }) {
  const say = useWords().exercises;
  const f = useFormat();
  const { lang } = useLanguage();
  return (
    <section aria-labelledby="exercise-report">
      <div className="page-head">
        <h2 id="exercise-report">{say.report}</h2>
        <div className="exercise-buttons no-print">
          <ExportMenu path={`/api/exercises/${id}/export`} formats={["csv", "xlsx"]} />
          <Button href={`/api/exercises/${id}/report?lang=${lang}`} target="_blank" rel="noreferrer">
            {say.print}
          </Button>
          <PaperButton key={lang} ask={() => askForPdf(id, lang)} />
        </div>
      </div>
      <p>{say.posts(f.number(report.posts_known), f.number(report.posts_assumed))}</p>
      <Lags course={course} report={report} />
      {report.rounds.length > 0 && <Rounds report={report} />}
      {course === "as_it_was" && <p>{say.noCalls}</p>}
      {report.rounds.length > 0 && report.unreached != null && scenario?.harm && <SilentPosts id={id} report={report} harm={scenario.harm} />}
      {report.tasks.length > 0 && <Tasks course={course} report={report} />}
      {report.late_rows > 0 && <LateTasks id={id} report={report} />}
      <Assumed report={report} />
      <p className="quiet">{say.noLives}</p>
    </section>
  );
}

function Lags({ course, report }: { course: Course; report: Report }) {
  const say = useWords().exercises;
  const f = useFormat();
  const lagWords = useLagWords();
  // What the sources of the scenario do not tell may have happened nevertheless.
  const none = (text: string) => (course === "as_it_was" ? say.unrecorded : text);
  return (
    <section>
      <h3>{say.lagTitle}</h3>
      <LongTable
        label={say.lagTitle}
        heads={[say.lag.unit, say.lag.warned, say.lag.decided, say.lag.minutes, say.lag.target, say.lag.flagged, say.lag.attended]}
        rows={report.lags.map((lag) => ({
          key: `${lag.code}-${lag.plan}-${lag.warned_at}`,
          cells: [
            f.name(lag.unit),
            number(f.dateTime(lag.warned_at)),
            number(lag.decided_at == null ? none(say.undecided) : f.dateTime(lag.decided_at)),
            number(lag.decided_at == null ? "–" : lagWords.took(course, lag)),
            number(lagWords.target(lag)),
            number(lag.flagged_at == null ? "–" : f.dateTime(lag.flagged_at)),
            number(lag.attended_at == null ? none(say.nobody) : f.dateTime(lag.attended_at)),
          ],
        }))}
        more={say.lagsMore}
      />
    </section>
  );
}

function Rounds({ report }: { report: Report }) {
  const say = useWords().exercises;
  const f = useFormat();
  const half = (minutes: number | null | undefined) => (minutes == null ? say.never : f.span(minutes * 60_000));
  return (
    <section>
      <h3>{say.rounds}</h3>
      <PlainTable
        label={say.rounds}
        heads={[say.round.began, say.round.posts, say.round.received, say.round.on_post, say.round.silent, say.round.outOfReach, say.round.half, say.round.halfPost]}
        rows={report.rounds.map((round) => ({
          key: round.began_at,
          cells: [
            f.dateTime(round.began_at),
            number(f.number(round.posts)),
            number(f.number(round.received)),
            number(f.number(round.on_post)),
            number(f.number(round.posts - round.received - round.out_of_reach)),
            number(f.number(round.out_of_reach)),
            number(half(round.half_received_min)),
            number(half(round.half_on_post_min)),
          ],
        }))}
      />
    </section>
  );
}

function Tasks({ course, report }: { course: Course; report: Report }) {
  const say = useWords().exercises;
  const f = useFormat();
  // What nobody reported in an exercise is not done; of what really happened nobody knows it.
  const known = course !== "as_it_was";
  const done = (count: number) => number(known ? f.number(count) : "–");
  return (
    <section>
      <h3>{say.tasks}</h3>
      {!known && <p>{say.tasksThen}</p>}
      <PlainTable
        label={say.tasks}
        heads={[say.task.kind, say.task.all, say.task.inTime, say.task.late, say.task.undone, say.task.before]}
        rows={report.tasks.map((sum) => ({
          key: sum.kind,
          cells: [
            say.kind[sum.kind],
            number(f.number(sum.tasks)),
            done(sum.in_time),
            done(sum.late),
            done(sum.tasks - sum.in_time - sum.late),
            number(f.number(sum.before_harm)),
          ],
        }))}
      />
    </section>
  );
}

function Assumed({ report }: { report: Report }) {
  const say = useWords().exercises;
  const f = useFormat();
  const a = report.assumed;
  const minutes = ([least, most]: number[]) => [f.number(least ?? 0), f.number(most ?? 0)] as const;
  return (
    <section>
      <h3>{say.assumedTitle}</h3>
      <p>{say.assumedWhat}</p>
      <ul>
        <li>{say.assumed.answer(f.percent(a.answer, 1))}</li>
        <li>{say.assumed.deputy(f.percent(a.deputy_answers, 1))}</li>
        <li>{say.assumed.door(f.percent(a.found_at_door, 1))}</li>
        <li>{say.assumed.received(...minutes(a.received_min))}</li>
        <li>{say.assumed.onPost(...minutes(a.on_post_min))}</li>
        <li>{say.assumed.decide(f.number(a.decide_min))}</li>
        <li>{say.assumed.commandPost(f.number(a.command_post_min))}</li>
        <li>{say.assumed.tasks(f.percent(a.task_done, 1), ...minutes(a.task_min))}</li>
      </ul>
    </section>
  );
}
