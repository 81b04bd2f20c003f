import type { UnitRef } from "../../api/types";
import { useFormat } from "../../ui/language";
import { StateTwin } from "../shell/map/state-twin";
import type { StateUnit } from "../shell/map/state-units";
import { useWords } from "../shell/words";
import { LANE_STATES, laneCounts, laneState } from "./lane-state";
import type { Report } from "./queries";

/** The lanes at one moment as areas of the unit that played. */
export function LaneMap({ report, unit, at }: { report: Report; unit: UnitRef; at: number }) {
  const say = useWords().exercises;
  const f = useFormat();
  const drawn = (place: UnitRef, cell: readonly number[]): StateUnit => {
    const counts = laneCounts(cell);
    const state = laneState(counts);
    const part = `${f.number(counts.onPost)}/${f.number(counts.posts)}`;
    const rest = `${say.frame["silent"]} ${f.number(counts.silent)} · ${say.frame["out_of_reach"]} ${f.number(counts.unreached)}`;
    return {
      id: place.id,
      number: place.number,
      kind: place.kind,
      name: f.name(place.names),
      state,
      text: counts.posts > 0 ? part : "",
      tip: counts.posts > 0 ? `${say.laneState[state]}\n${say.frame["on_post"]} ${part} · ${rest}` : say.laneState[state],
    };
  };
  const frame = report.frames[at];
  return (
    <StateTwin
      label={say.laneMap(f.name(unit.names))}
      within={drawn(unit, frame ? [frame.posts, frame.silent, frame.on_post, frame.out_of_reach] : [])}
      below={report.lanes.flatMap(({ place, cells }) => (place ? [drawn(place, cells[at] ?? [])] : []))}
      legend={LANE_STATES.map((state) => [state, say.laneState[state]] as const)}
    />
  );
}
