import { Link } from "@tanstack/react-router";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import "../../ui/plain-table.css";
import { useNow } from "../../ui/use-now";
import { ExportMenu } from "../shell/export-menu";
import { useSession } from "../shell/session";
import { UnitPicker } from "../shell/unit-picker";
import { useWords } from "../shell/words";
import { useTasks, type TaskView } from "./queries";
import { TaskDialog } from "./task-dialog";

/** What is to be done where, those due first before the others. */
export function TaskTable({ response, made }: { response: string; made: boolean }) {
  const words = useWords();
  const say = words.responseDesk;
  const [openOnly, setOpenOnly] = useState(true);
  const [unit, setUnit] = useState<string>();
  const [reporting, setReporting] = useState<TaskView>();
  const list = useTasks(response, openOnly, unit);
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <section aria-labelledby="response-tasks">
      <div className="page-head">
        <h2 id="response-tasks">{words.responses.tasks}</h2>
        <Checkbox checked={openOnly} onChange={(event) => setOpenOnly(event.target.checked)}>
          {say.onlyOpen}
        </Checkbox>
        <label className="task-unit" htmlFor="task-unit">
          <span className="visually-hidden">{say.onlyUnit}</span>
          <UnitPicker id="task-unit" placeholder={say.onlyUnit} value={unit} onChange={setUnit} />
        </label>
        <ExportMenu path="/api/tasks/export" params={{ response, unit, state: openOnly ? "open" : undefined }} formats={["csv", "xlsx"]} />
      </div>
      {list.isPending && <LoadingPanel rows={4} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={unit ? say.noTasksThere : made ? say.noOpenTasks : say.noTasks} />}
      {rows.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="response-tasks">
          <table className="plain-table task-table">
            <thead>
              <tr>
                <th scope="col">{say.taskUnit}</th>
                <th scope="col">{say.taskWhat}</th>
                <th scope="col">{say.taskDue}</th>
                <th scope="col">{say.taskStateLabel}</th>
                <th scope="col">{say.taskNote}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((task) => (
                <Row key={task.id} task={task} onReport={() => setReporting(task)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
      {reporting && <TaskDialog task={reporting} onClose={() => setReporting(undefined)} />}
    </section>
  );
}

function Row({ task, onReport }: { task: TaskView; onReport: () => void }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const now = useNow();
  const session = useSession();
  return (
    <tr data-id={task.id}>
      <td>
        {task.unit && (
          <Link to="/units" search={{ unit: task.unit.id }}>
            {f.name(task.unit.names)}
          </Link>
        )}
      </td>
      <td>{f.name(task.names)}</td>
      <td className="num">{f.listTime(task.due_at, now)}</td>
      <td>
        {words.responses.taskState[task.state]}
        {task.late && ` · ${words.responses.late}`}
        {task.may_report && task.state === "open" && (
          <>
            {" "}
            <Button size="small" onClick={onReport}>
              {say.taskReport}
            </Button>{" "}
            {task.kind === "move_people" && session?.permissions.includes("run_evacuation") && (
              <Link to="/evacuations" search={{ order: task.unit?.id, cause: task.response }}>
                {say.taskMove}
              </Link>
            )}
          </>
        )}
      </td>
      <td>
        {task.amount != null && <span className="num">{f.number(task.amount)} </span>}
        {task.note}
      </td>
    </tr>
  );
}
