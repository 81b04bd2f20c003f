import type { UnitRef } from "../../api/types";
import { useFormat } from "../../ui/language";
import { StateTwin } from "../shell/map/state-twin";
import type { StateUnit } from "../shell/map/state-units";
import { useWords } from "../shell/words";
import { LANE_STATES, laneState } from "./lane-state";
import type { Report } from "./queries";

/** The lanes at one moment as areas of the unit that played. */
export function LaneMap({ report, unit, at }: { report: Report; unit: UnitRef; at: number }) {
  const say = useWords().exercises;
  const f = useFormat();
  const drawn = (place: UnitRef, posts = 0, silent = 0, onPost = 0): StateUnit => {
    const state = laneState(posts, silent, onPost);
    const part = `${say.frame["on_post"]} ${f.number(onPost)}/${f.number(posts)}`;
    return {
      id: place.id,
      number: place.number,
      kind: place.kind,
      name: f.name(place.names),
      state,
      text: posts > 0 ? `${f.number(onPost)}/${f.number(posts)}` : "",
      tip: posts > 0 ? `${say.laneState[state]}\n${part} · ${say.frame["silent"]} ${f.number(silent)}` : say.laneState[state],
    };
  };
  const frame = report.frames[at];
  return (
    <StateTwin
      label={say.laneMap(f.name(unit.names))}
      within={drawn(unit, frame?.posts, frame?.silent, frame?.on_post)}
      below={report.lanes.flatMap(({ place, cells }) => (place ? [drawn(place, ...(cells[at] ?? []))] : []))}
      legend={LANE_STATES.map((state) => [state, say.laneState[state]] as const)}
    />
  );
}
