import type { BoardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

/** The way back up. */
export function Crumbs({ board: { unit, lineage }, onUnit }: { board: BoardView; onUnit: (id: string) => void }) {
  const words = useWords();
  const f = useFormat();
  const above = lineage.filter((one) => one.id !== unit.id);
  if (above.length === 0) return null;
  return (
    <nav className="board-crumbs no-print" aria-label={words.board.lineage}>
      {above.map((one) => (
        <span key={one.id}>
          <button type="button" className="text-button" onClick={() => onUnit(one.id)}>
            {f.name(one.names)}
          </button>
          {" › "}
        </span>
      ))}
      <strong aria-current="true">{f.name(unit.names)}</strong>
    </nav>
  );
}
