import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useResponses } from "./responses";
import { useWords } from "./words";

/** What is decided about a warning and how long that took, or what waits for a decision; nothing where nothing was proposed. */
export function OfWarning({ warning }: { warning: string }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const now = useNow();
  const rows = (useResponses({ warning }).data?.pages ?? []).flatMap((page) => page.items);
  if (rows.length === 0) return null;
  return (
    <section className="block" aria-labelledby="of-warning">
      <h2 id="of-warning">{words.responses.title}</h2>
      <ul className="of-warning">
        {rows.map(({ id, unit, plan_names, level, state, lag, proposal: asked }) => (
          <li key={id}>
            <Link to="/responses/$id" params={{ id }}>
              {[f.name(unit?.names ?? {}), f.name(plan_names)].filter(Boolean).join(" · ")}
            </Link>
            <span className="tag">{[level && words.responses.level[level], words.responses.state[state]].filter(Boolean).join(" · ")}</span>
            {asked && (
              <div className="num">
                <strong>{asked.level ? (level ? say.proposesRaise : say.proposes)(words.responses.level[asked.level] ?? "") : say.proposesEnd}</strong>{" "}
                {say.lag(f.span(now - asked.since), f.span(asked.decide_by - asked.since))}
              </div>
            )}
            {!asked && lag?.decided && <div className={lag.ms > lag.target_ms ? "response-lag is-late num" : "num"}>{say.lagDecided(f.span(lag.ms), f.span(lag.target_ms))}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
