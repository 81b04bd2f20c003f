import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useToSign, useUndecided } from "./responses";
import { useWords } from "./words";
import "./undecided.css";

const SHOWN = 2;

/** On every page: what waits for a decision, the longest first, and for how long; then what the reader is to sign. */
export function Undecided() {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const now = useNow();
  const waiting = useUndecided();
  const unsigned = useToSign();
  if (waiting.length === 0 && unsigned.length === 0) return null;
  return (
    <section className="undecided" aria-label={say.stripLabel}>
      {waiting.slice(0, SHOWN).map((one) => {
        const asked = one.proposal;
        if (!asked) return null;
        const level = words.responses.level[asked.level ?? ""] ?? "";
        const what = asked.level ? (one.level ? say.proposesRaise(level) : say.proposes(level)) : say.proposesEnd;
        return (
          <Link key={one.id} to="/responses/$id" params={{ id: one.id }} className={now > asked.decide_by ? "undecided-one is-late" : "undecided-one"}>
            <strong>{say.strip(f.name(one.unit?.names ?? {}), f.name(one.plan_names), what)}</strong>{" "}
            <span className="num">{say.lag(f.span(now - asked.since), f.span(asked.decide_by - asked.since))}</span>
          </Link>
        );
      })}
      {waiting.length > SHOWN && (
        <Link to="/responses" search={{}}>
          {say.stripMore(f.number(waiting.length - SHOWN))}
        </Link>
      )}
      {unsigned.slice(0, SHOWN).map((one) => (
        <Link key={one.id} to="/responses/$id" params={{ id: one.id }}>
          {say.stripSign(f.name(one.unit?.names ?? {}), f.name(one.plan_names))}
        </Link>
      ))}
    </section>
  );
}
