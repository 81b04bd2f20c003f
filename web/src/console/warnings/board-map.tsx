import type { BoardUnit, BoardView } from "../../api/types";
import type { StateColour } from "../../tokens/map-colours";
import { useFormat } from "../../ui/language";
import type { StateUnit } from "../shell/map/state-units";
import { StateTwin } from "../shell/map/state-twin";
import { useWords } from "../shell/words";
import { unitState } from "./order";

/** As in the bar: full is on post, empty has not answered, crossed is out of reach. */
const COLOURS = { confirmed: "on_post", open: "silent", blackout: "unreached" } as const satisfies Record<string, StateColour>;
const STATES = ["confirmed", "open", "blackout"] as const;

interface Props {
  board: BoardView;
  /** On a screen on the wall: dark, and nothing to press. */
  wall?: boolean;
  /** Goes down into a unit, as the table does. */
  onUnit?: (id: string) => void;
}

/** The table of the board as areas. */
export function BoardMap({ board, wall = false, onUnit }: Props) {
  const say = useWords().board;
  const f = useFormat();
  const drawn = (unit: BoardUnit): StateUnit => {
    const { on_post, posts } = unit.counts;
    const state = unitState(unit);
    const text = say.part(f.number(on_post), f.number(posts), f.percent(on_post, posts));
    return {
      id: unit.id,
      number: unit.number,
      kind: unit.kind,
      name: f.name(unit.names),
      state: COLOURS[state],
      text,
      tip: `${say.unitState[state]}\n${say.count.on_post} ${text}`,
      open: onUnit !== undefined && unit.id !== board.unit.id && unit.children > 0,
    };
  };
  const legend = [...STATES.map((state) => [COLOURS[state], say.unitState[state]] as const), ["none", say.notCalled] as const];
  return (
    <StateTwin
      label={say.map(f.name(board.unit.names))}
      within={drawn(board.unit)}
      below={board.children.map(drawn)}
      legend={legend}
      onPick={(unit) => onUnit?.(unit.id)}
      {...(wall && { theme: "dark", still: true })}
    />
  );
}
