import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { EvidenceLine } from "../shell/evidence-line";
import { useProposals } from "../shell/proposals";
import { useWords } from "../shell/words";
import { Block } from "./block";

/** Readings over a threshold on which nobody has decided; the server gives the strong ones first. */
export function ProposalsBlock() {
  const words = useWords();
  const say = words.gauges.proposals;
  const f = useFormat();
  const now = useNow();
  const query = useProposals();
  return (
    <Block name="proposals" query={query} rows={query.data ?? []} link={<Link to="/warnings">{words.warnings.title}</Link>}>
      {(one) => (
        <li key={one.id} data-id={one.id}>
          <div className="duty-line">
            <LevelTag colour={one.colour} />
            <Link to="/warnings" hash="proposals-title">
              {say.where(f.name(one.unit?.names ?? {}), words.calls.hazard[one.hazard])}
            </Link>
            <span className="quiet num">{say.since(f.listTime(one.opened_at, now))}</span>
          </div>
          {one.evidence.slice(0, 1).map((seen) => (
            <EvidenceLine key={seen.gauge} one={seen} />
          ))}
        </li>
      )}
    </Block>
  );
}
