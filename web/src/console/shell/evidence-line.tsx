import { useFormat } from "../../ui/language";
import "./evidence-line.css";
import { useEvidence, type Evidence } from "./use-evidence";
import { useWords } from "./words";

/** A level of water that stands in no table: the gauge has its own. */
const OWN = "gauge";

/** What one gauge says, where its threshold comes from, and what must be known of that. */
export function EvidenceLine({ one }: { one: Evidence }) {
  const say = useWords().gauges.proposals;
  const f = useFormat();
  const evidence = useEvidence();
  const source = one.source === OWN ? say.ownLevel : one.source;
  return (
    <div className="num">
      {evidence(one)}
      {source && (
        <div className="quiet small evidence-source">
          {say.source}
          <wbr />
          {source}
        </div>
      )}
      {one.note && <div className="small">{f.name(one.note)}</div>}
    </div>
  );
}
