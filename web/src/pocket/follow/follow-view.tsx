import type { FollowView as View } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";

/** What became of it, and what happens next; posts and units only, no names of people. */
export function FollowView({ view: { hazard, timeline } }: { view: View }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.followPage;
  return (
    <>
      <div className="follow-state" aria-live="polite">
        <strong>{say.state[hazard.state]}</strong>
        <span>
          {f.name(hazard.category_names)} · {f.name(hazard.unit.names)}
        </span>
      </div>
      <h2>{say.nextTitle}</h2>
      <p>{say.next[hazard.state]}</p>
      {hazard.overdue && <p className="hint-box">{say.overdue}</p>}
      {!hazard.overdue && hazard.due_at != null && <p className="num">{words.hazards.detail.due(f.dateTime(hazard.due_at))}</p>}
      <h2>{say.timeline}</h2>
      <ol className="follow-line">
        {[...lines(timeline)].reverse().map((entry) => (
          <li key={`${entry.at}-${entry.event}`}>
            <strong>{entry.moved && entry.state ? say.state[entry.state] : words.hazards.event[entry.event]}</strong>
            <time className="quiet num" dateTime={new Date(entry.at).toISOString()}>
              {f.dateTime(entry.at)}
            </time>
          </li>
        ))}
      </ol>
    </>
  );
}

/** A line that changed the state is said as the new state, another one as what happened. */
function lines(timeline: View["timeline"]) {
  return timeline.map((entry, i) => ({ ...entry, moved: entry.state !== timeline[i - 1]?.state }));
}
