import { useFormat } from "../../ui/language";
import { number } from "../../ui/plain-table";
import { ExportMenu } from "../shell/export-menu";
import { useWords } from "../shell/words";
import { LongTable } from "./long-table";
import type { Report, Scenario } from "./queries";

/** Who had not answered when the harm began, and why: by unit and title, nobody by name. */
export function SilentPosts({ id, report, harm }: { id: string; report: Report; harm: NonNullable<Scenario["harm"]> }) {
  const say = useWords().exercises;
  const f = useFormat();
  const rows = report.silent_posts;
  return (
    <section>
      <div className="page-head">
        <h3>{say.unreachedTitle}</h3>
        {rows.length > 0 && (
          <div className="no-print">
            <ExportMenu path={`/api/exercises/${id}/silent/export`} formats={["csv", "xlsx"]} />
          </div>
        )}
      </div>
      <p>{say.unreached(f.number(report.unreached ?? 0), f.number(report.unreached_of ?? 0), f.dateTime(harm.by))}</p>
      {rows.length > 0 && (
        <>
          <ul>
            {report.unreached_by.map(({ why, posts }) => (
              <li key={why}>{say.whySum(say.why[why] ?? why, f.number(posts))}</li>
            ))}
          </ul>
          <LongTable
            label={say.unreachedTitle}
            heads={[say.silent.unit, say.silent.post, say.silent.why, say.silent.posts, say.silent.assumed, say.silent.later]}
            rows={rows.map((row, place) => ({
              key: place,
              cells: [
                f.name(row.unit),
                { of: f.name(row.title_names) || row.title },
                { of: say.why[row.why] },
                number(f.number(row.posts)),
                number(f.number(row.assumed)),
                number(f.number(row.answered_later)),
              ],
            }))}
            more={say.rowsMore}
          />
          {report.silent_rows > rows.length && <p>{say.cut(f.number(rows.length), f.number(report.silent_rows))}</p>}
        </>
      )}
    </section>
  );
}
