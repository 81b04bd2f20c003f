import { Link } from "@tanstack/react-router";
import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { TimeAgo } from "../../ui/time";
import { Marks } from "../shell/marks";
import { RoundSummary } from "../shell/round-summary";
import { Until } from "../shell/until";
import { useWords } from "../shell/words";

const UNITS_SHOWN = 3;

/** One warning: level, what, who says so, where, until when, and who has answered. */
export function WarningRow({ warning, now }: { warning: WarningView; now: number }) {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  const names = warning.units.map((unit) => f.name(unit.names));
  const some = names.slice(0, UNITS_SHOWN).join(words.listSeparator);
  const where = names.length === 0 ? say.noUnits : names.length > UNITS_SHOWN ? say.moreUnits(some, f.number(names.length)) : some;
  return (
    <li data-id={warning.id} className={warning.ended ? "warning warning-over" : "warning"}>
      <div className="warning-line">
        <LevelTag colour={warning.colour} />
        <Marks warning={warning} />
        <Link to="/warnings/$id" params={{ id: warning.id }} className="warning-headline">
          {f.name(warning.headline)}
        </Link>
      </div>
      <div className="quiet">
        {warning.issuer ?? words.calls.noIssuer} · <TimeAgo at={warning.received_at} /> · {where} · <Until warning={warning} now={now} />
      </div>
      <RoundSummary warning={warning} />
    </li>
  );
}
