import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { useKindNames, usePlaceCounts } from "./place-counts";

const SHOWN = 8;

/** How many places of each kind stand here; the whole list is one step away. */
export function UnitPlaces({ unit }: { unit: string }) {
  const say = useWords().register;
  const f = useFormat();
  const may = useSession()?.permissions.includes("view_places") ?? false;
  const name = useKindNames();
  const counts = usePlaceCounts(unit, may).data?.kinds ?? [];
  if (counts.length === 0) return null;
  const most = [...counts].sort((a, b) => b.places - a.places).slice(0, SHOWN);
  return (
    <section aria-labelledby="unit-places">
      <h3 id="unit-places">{say.counts}</h3>
      <p className="num">{most.map(({ kind, places }) => say.count(name(kind), f.number(places))).join(" · ")}</p>
      <Link to="/places" search={{ unit }}>
        {say.all}
      </Link>
    </section>
  );
}
