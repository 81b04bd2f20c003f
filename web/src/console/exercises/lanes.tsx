import { useFormat } from "../../ui/language";
import { number, PlainTable } from "../../ui/plain-table";
import { useWords } from "../shell/words";
import { type LaneCounts, laneCounts } from "./lane-state";
import type { Report } from "./queries";

/** How each unit below stood at one moment: who is silent and who is out of reach where, side by side. */
export function Lanes({ report, at }: { report: Report; at: number }) {
  const say = useWords().exercises;
  const f = useFormat();
  const lanes = report.lanes.flatMap((lane) => {
    const counts = laneCounts(lane.cells[at] ?? []);
    return counts.posts > 0 ? [{ ...lane, counts }] : [];
  });
  if (lanes.length === 0) return null;
  return (
    <div className="exercise-lanes">
      <h3>{say.lanes}</h3>
      <PlainTable
        label={say.lanes}
        heads={[say.lag.unit, say.round.posts, say.frame.silent, say.frame.out_of_reach, say.frame.received, say.frame.on_post, ""]}
        rows={lanes.map(({ unit, code, counts }) => ({
          key: code ?? f.name(unit),
          cells: [
            f.name(unit),
            number(f.number(counts.posts)),
            number(f.number(counts.silent)),
            number(f.number(counts.unreached)),
            number(f.number(counts.received)),
            number(f.number(counts.onPost)),
            { of: <Strip counts={counts} /> },
          ],
        }))}
      />
    </div>
  );
}

function Strip({ counts }: { counts: LaneCounts }) {
  const part = (count: number) => ({ inlineSize: `${(count / counts.posts) * 100}%` });
  return (
    <span className="exercise-strip" aria-hidden="true">
      <span data-state="on_post" style={part(counts.onPost)} />
      <span data-state="received" style={part(counts.received)} />
      <span data-state="silent" style={part(counts.silent)} />
      <span data-state="out_of_reach" style={part(counts.unreached)} />
    </span>
  );
}
