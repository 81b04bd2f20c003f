import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { BeginExercise } from "./begin-dialog";
import { useExercises, type Exercise } from "./queries";
import "../shell/event-list.css";
import "./exercises.css";

export function ExercisesPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.exercises.title}>
      <Exercises />
    </Allowed>
  );
}

function Exercises() {
  const words = useWords();
  const say = words.exercises;
  const f = useFormat();
  const session = useSession();
  const list = useExercises();
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <div className="exercises-page">
      <div className="page-head">
        <h1>{say.title}</h1>
        {rows.length > 0 && <ExportMenu path="/api/exercises/export" formats={["csv", "xlsx"]} />}
        {session?.permissions.includes("run_exercise") && <BeginExercise />}
      </div>
      <p className="quiet">{say.what}</p>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={say.none} />}
      <ul className="warning-list">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="table-foot quiet">
          <span className="num">{f.number(rows.length)}</span>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ row }: { row: Exercise }) {
  const say = useWords().exercises;
  const f = useFormat();
  const now = useNow();
  return (
    <li className="warning" data-id={row.id}>
      <p className="warning-headline">
        <Link to="/exercises/$id" params={{ id: row.id }}>
          {f.name(row.names)} · {say.course[row.course]}
        </Link>
      </p>
      <p className="warning-line">
        <strong>{say.state[row.state]}</strong> · {f.name(row.unit?.names ?? {})} · <span className="num">{say.begun(f.listTime(row.begun_at, now))}</span>
      </p>
    </li>
  );
}
