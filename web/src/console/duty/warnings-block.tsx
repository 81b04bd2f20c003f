import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { TimeAgo } from "../../ui/time";
import { useNow } from "../../ui/use-now";
import { inForce, inForceFirst } from "../shell/in-force";
import { Marks } from "../shell/marks";
import { Until } from "../shell/until";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { useWarningsNow } from "./queries";

const UNITS_SHOWN = 2;

/** From red to blue: level, what, where, since when and until when. */
export function WarningsBlock() {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  const now = useNow();
  const query = useWarningsNow();
  const rows = inForceFirst(query.data?.items ?? [], now).filter((row) => inForce(row, now));
  const where = (names: string[]) => {
    const some = names.slice(0, UNITS_SHOWN).join(words.listSeparator);
    if (names.length === 0) return say.noUnits;
    return names.length > UNITS_SHOWN ? say.moreUnits(some, f.number(names.length)) : some;
  };
  return (
    <Block name="warnings" query={query} rows={rows} more={query.data?.next != null} link={<Link to="/warnings">{say.title}</Link>}>
      {(warning) => (
        <li key={warning.id} data-id={warning.id}>
          <div className="duty-line">
            <LevelTag colour={warning.colour} />
            <Marks warning={warning} />
            <Link to="/warnings/$id" params={{ id: warning.id }}>
              {f.name(warning.headline)}
            </Link>
          </div>
          <div className="quiet">
            {where(warning.units.map((unit) => f.name(unit.names)))} · <TimeAgo at={warning.received_at} /> · <Until warning={warning} now={now} />
          </div>
        </li>
      )}
    </Block>
  );
}
