import { Link, useParams } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { LoadingPanel, problemText, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { goesOn, useEnd, useExercise, type Exercise } from "./queries";
import { Replay } from "./replay";
import { ExerciseReport } from "./report";
import { SideBySide } from "./side-by-side";
import "../shell/event-list.css";
import "./exercises.css";

export function ExercisePage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.exercises.one}>
      <Detail />
    </Allowed>
  );
}

function Detail() {
  const say = useWords().exercises;
  const f = useFormat();
  const { id } = useParams({ from: "/exercises/$id" });
  const query = useExercise(id);
  const found = query.data;
  return (
    <article className="warning-page exercise-page">
      <Link to="/exercises" className="back-link">
        ← {say.back}
      </Link>
      {!found && (
        <>
          <h1>{say.one}</h1>
          {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={8} />}
        </>
      )}
      {found && (
        <>
          <p className="exercise-banner">{say.banner}</p>
          <h1>
            {f.name(found.exercise.names)} · {say.course[found.exercise.course]} · {f.name(found.exercise.unit?.names ?? {})}
          </h1>
          <p className="quiet">
            {say.courseWhat[found.exercise.course]} {found.scenario && say.source(f.name(found.scenario.source))}
          </p>
          <Course one={found.exercise} />
          {found.report && <SideBySide id={found.exercise.id} courses={found.courses} scenario={found.scenario ?? undefined} />}
          {found.report && found.scenario && <Replay report={found.report} course={found.exercise.course} scenario={found.scenario} unit={found.exercise.unit ?? undefined} />}
          {found.report && <ExerciseReport id={found.exercise.id} course={found.exercise.course} report={found.report} scenario={found.scenario ?? undefined} />}
        </>
      )}
    </article>
  );
}

/** How far it is. */
function Course({ one }: { one: Exercise }) {
  const words = useWords();
  const say = words.exercises;
  const f = useFormat();
  const tell = useTell();
  const end = useEnd();
  const stop = () =>
    end.mutate(one.id, { onSuccess: () => tell.done(say.ended), onError: (error) => tell.failed(problemText(asProblem(error), words)) });
  const played = one.clock_at == null ? 0 : Math.round(((one.clock_at - one.from) / (one.until - one.from)) * 100);
  return (
    <section className="exercise-course" aria-live="polite">
      <strong>{say.state[one.state]}</strong>
      {goesOn(one) && one.clock_at != null && <span className="num">{say.clock(f.dateTime(one.clock_at))}</span>}
      {goesOn(one) && <Progress percent={played} size="small" aria-label={say.state[one.state]} />}
      {one.problem && <p role="alert">{say.failed(one.problem)}</p>}
      {one.may_end && (
        <Button loading={end.isPending} onClick={stop}>
          {say.end}
        </Button>
      )}
    </section>
  );
}
