import type { UnitRef } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useSession } from "../shell/session";
import { useRoster } from "./queries";
import { useWords } from "../shell/words";

/** Rosters are read by those who hold a post there or above; nobody else asks for them. */
export function UnitRoster({ unit, lineage }: { unit: string; lineage: UnitRef[] }) {
  const words = useWords();
  const f = useFormat();
  const session = useSession();
  const here = session?.postings.some((posting) => lineage.some((above) => above.id === posting.unit.id)) ?? false;
  const roster = useRoster(unit, here);
  const items = roster.data?.items ?? [];
  return (
    <section>
      <h3>{words.panel.roster}</h3>
      {!here && <p className="quiet">{session ? words.panel.rosterElsewhere : words.panel.rosterSignIn}</p>}
      {roster.isSuccess && items.length === 0 && <p className="quiet">{words.panel.noRoster}</p>}
      <ul className="lines">
        {items.map((entry) => (
          <li key={`${entry.posting.id}-${entry.kind}`}>
            {entry.kind === "night" ? words.panel.night : words.panel.day}{" "}
            <span className="num">
              {entry.start}–{entry.end}
            </span>{" "}
            {f.name(entry.posting.title)}
            {entry.leader && <span className="tag">{words.panel.leader}</span>}
            <span className="quiet"> {f.name(entry.unit.names)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
