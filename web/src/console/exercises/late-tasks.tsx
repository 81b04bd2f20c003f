import { useFormat } from "../../ui/language";
import { number } from "../../ui/plain-table";
import { ExportMenu } from "../shell/export-menu";
import { useWords } from "../shell/words";
import { LongTable } from "./long-table";
import type { Report } from "./queries";

/** Each task that was late, with the minutes. */
export function LateTasks({ id, report }: { id: string; report: Report }) {
  const say = useWords().exercises;
  const f = useFormat();
  const rows = report.late_tasks;
  return (
    <section>
      <div className="page-head">
        <h3>{say.lateTitle}</h3>
        <div className="no-print">
          <ExportMenu path={`/api/exercises/${id}/late-tasks/export`} formats={["csv", "xlsx"]} />
        </div>
      </div>
      <p>{say.late(f.number(report.late_rows), f.number(report.late_unreported))}</p>
      <LongTable
        label={say.lateTitle}
        heads={[say.lateTask.unit, say.lateTask.task, say.lateTask.due, say.lateTask.reported, say.lateTask.minutes]}
        rows={rows.map((row, place) => ({
          key: place,
          cells: [
            f.name(row.unit),
            { of: f.name(row.task) },
            number(f.dateTime(row.due_at)),
            number(row.reported_at == null ? say.neverReported : f.dateTime(row.reported_at)),
            number(f.number(row.late_min)),
          ],
        }))}
        more={say.rowsMore}
      />
      {report.late_rows > rows.length && <p>{say.cut(f.number(rows.length), f.number(report.late_rows))}</p>}
    </section>
  );
}
