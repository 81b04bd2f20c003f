import { useFormat, useWords } from "../../ui/language";
import { useSession } from "../shell/session";
import { useRoster } from "./queries";

export function UnitRoster({ unit }: { unit: string }) {
  const words = useWords();
  const f = useFormat();
  const signedIn = Boolean(useSession());
  const roster = useRoster(unit, signedIn);
  const items = roster.data?.items ?? [];
  return (
    <section>
      <h3>{words.panel.roster}</h3>
      {!signedIn && <p className="quiet">{words.panel.rosterSignIn}</p>}
      {signedIn && roster.isSuccess && items.length === 0 && <p className="quiet">{words.panel.noRoster}</p>}
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
