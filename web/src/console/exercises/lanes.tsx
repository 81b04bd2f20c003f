import { useFormat } from "../../ui/language";
import { number, PlainTable } from "../../ui/plain-table";
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
      <PlainTable
        label={say.lanes}
        heads={[say.lag.unit, say.round.posts, say.frame.silent, say.frame.on_post, ""]}
        rows={lanes.map((lane) => ({
          key: lane.code ?? f.name(lane.unit),
          cells: [
            f.name(lane.unit),
            number(f.number(lane.posts)),
            number(f.number(lane.silent)),
            number(f.number(lane.onPost)),
            { of: <Strip posts={lane.posts} silent={lane.silent} onPost={lane.onPost} /> },
          ],
        }))}
      />
    </div>
  );
}

function Strip({ posts, silent, onPost }: { posts: number; silent: number; onPost: number }) {
  const part = (count: number) => ({ inlineSize: `${(count / posts) * 100}%` });
  return (
    <span className="exercise-strip" aria-hidden="true">
      <span data-state="on_post" style={part(onPost)} />
      <span data-state="received" style={part(posts - silent - onPost)} />
      <span data-state="silent" style={part(silent)} />
    </span>
  );
}
