import type { BoardUnit, BoardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { countOf, shownIn, type Counted } from "../shell/call-counts";
import { useWords } from "../shell/words";
import { Bar } from "./bar";
import { orderUnits, unitState } from "./order";

interface Props {
  board: BoardView;
  /** Goes down into a unit. Without it the table is only looked at. */
  onUnit?: (id: string) => void;
}

/** The chosen unit, and below it the units inside it that are called, those that need help first. */
export function BoardTable({ board, onUnit }: Props) {
  const say = useWords().board;
  const f = useFormat();
  const rows = orderUnits(board.children);
  const shown = shownIn(board.unit.counts);
  return (
    // The table is wider than a phone: the region scrolls, also by keyboard.
    <div className="board-scroll" tabIndex={0} role="region" aria-label={say.unitsIn(f.name(board.unit.names))}>
      <table className="board-table">
        <thead>
          <tr>
            <th scope="col">{say.columns.unit}</th>
            <th scope="col">{say.columns.state}</th>
            <th scope="col" className="board-bar-column">
              {say.columns.bar}
            </th>
            {shown.map((what) => (
              <th key={what} scope="col" className="board-number">
                {say.count[what]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row unit={board.unit} shown={shown} top />
          {rows.map((unit) => (
            <Row key={unit.id} unit={unit} shown={shown} {...(onUnit && { onUnit })} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="quiet">{say.noChildren}</p>}
    </div>
  );
}

interface RowProps {
  unit: BoardUnit;
  shown: readonly Counted[];
  top?: boolean;
  onUnit?: (id: string) => void;
}

function Row({ unit, shown, top = false, onUnit }: RowProps) {
  const words = useWords();
  const say = words.board;
  const f = useFormat();
  const { counts } = unit;
  const state = unitState(unit);
  const cell = (what: Counted) => {
    const n = countOf(counts, what);
    return what === "on_post" ? say.part(f.number(n), f.number(counts.posts), f.percent(n, counts.posts)) : f.number(n);
  };
  return (
    <tr data-unit={unit.id} className={`board-${top ? "top" : "below"} board-is-${state}`}>
      <th scope="row">
        {onUnit ? (
          <button type="button" className="text-button" onClick={() => onUnit(unit.id)}>
            {f.name(unit.names)}
          </button>
        ) : (
          f.name(unit.names)
        )}
      </th>
      <td>
        <span className={`unit-state unit-${state}`}>
          {state === "confirmed" && "✓ "}
          {say.unitState[state]}
        </span>
        {unit.units > 1 && <div className="quiet small num">{say.units(f.number(unit.confirmed_units), f.number(unit.units))}</div>}
      </td>
      <td className="board-bar-column">
        <Bar counts={counts} />
      </td>
      {shown.map((what) => (
        <td key={what} data-count={what} className="board-number num">
          {cell(what)}
        </td>
      ))}
    </tr>
  );
}
