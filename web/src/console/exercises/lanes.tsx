import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import type { Report } from "./queries";

/** How each unit below stood at one moment: who is silent where, side by side. */
export function Lanes({ report, at }: { report: Report; at: number }) {
  const say = useWords().exercises;
  const f = useFormat();
  const lanes = report.lanes.flatMap((lane) => {
    const [posts = 0, silent = 0, onPost = 0] = lane.cells[at] ?? [];
    return posts > 0 ? [{ ...lane, posts, silent, onPost }] : [];
  });
  if (lanes.length === 0) return null;
  return (
    <div className="exercise-lanes">
      <h3>{say.lanes}</h3>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={say.lanes}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say.lag.unit}</th>
              <th scope="col">{say.round.posts}</th>
              <th scope="col">{say.frame.silent}</th>
              <th scope="col">{say.frame.on_post}</th>
              <td aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {lanes.map((lane) => (
              <tr key={lane.code ?? f.name(lane.unit)}>
                <th scope="row">{f.name(lane.unit)}</th>
                <td className="num">{f.number(lane.posts)}</td>
                <td className="num">{f.number(lane.silent)}</td>
                <td className="num">{f.number(lane.onPost)}</td>
                <td aria-hidden="true">
                  <Strip posts={lane.posts} silent={lane.silent} onPost={lane.onPost} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Strip({ posts, silent, onPost }: { posts: number; silent: number; onPost: number }) {
  const part = (count: number) => ({ inlineSize: `${(count / posts) * 100}%` });
  return (
    <span className="exercise-strip">
      <span data-state="on_post" style={part(onPost)} />
      <span data-state="received" style={part(posts - silent - onPost)} />
      <span data-state="silent" style={part(silent)} />
    </span>
  );
}
