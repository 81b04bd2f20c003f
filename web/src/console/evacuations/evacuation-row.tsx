import { Link } from "@tanstack/react-router";
import type { EvacuationView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { Numbers } from "./numbers";

/** One evacuation: where, from what, who is missing. */
export function EvacuationRow({ row, now }: { row: EvacuationView; now: number }) {
  const words = useWords();
  const say = words.shelters;
  const head = words.evacuation;
  const f = useFormat();
  return (
    <li data-id={row.id} className={row.ended_at == null ? "warning" : "warning warning-over"}>
      <div className="warning-line">
        <Link to="/evacuations/$id" params={{ id: row.id }} className="warning-headline">
          {head.of(f.name(row.unit?.names ?? {}))}
        </Link>
        <span>{head.peril[row.peril]}</span>
        {row.ended_at != null && <span className="quiet">{head.ended}</span>}
      </div>
      {row.households.left_early > 0 && <p className="evacuation-alarm">{head.leftEarly(f.number(row.households.left_early))}</p>}
      <Numbers households={row.households} uncounted={row.uncounted} />
      <div className="quiet num">
        {f.listTime(row.opened_at, now)} · {head.home[row.home]}
        {row.move_first && row.told_at == null && ` · ${say.unreported}`}
      </div>
    </li>
  );
}
