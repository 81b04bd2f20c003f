import { Link } from "@tanstack/react-router";
import type { PlaceView } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { Cover } from "./cover";

/** One building: how much of it the register covers. */
export function BuildingCard({ building }: { building: PlaceView }) {
  const say = usePageWords(assistDeskWords);
  const f = useFormat();
  const name = f.name(building.names) || building.code;
  return (
    <li className="card assist-card" data-id={building.id}>
      <div className="assist-line">
        <Link to="/assist/$id" params={{ id: building.id }} className="assist-name" aria-label={say.openWhich(name)}>
          {name}
        </Link>
        <span className="quiet">{building.unit && f.name(building.unit.names)}</span>
      </div>
      <Cover place={building.id} />
    </li>
  );
}
