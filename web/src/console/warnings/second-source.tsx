import { Link } from "@tanstack/react-router";
import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useWords } from "../shell/words";

/** Whether another source says the same; nothing where nobody asked, or the warning is over. */
export function SecondSource({ warning: { agreeing, ended } }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings.second;
  const f = useFormat();
  if (!agreeing || ended) return null;
  if (agreeing.length === 0) return <div className="small">{say.none}</div>;
  return (
    <div className="small">
      {say.some}
      <ul className="rows">
        {agreeing.map((one) => (
          <li key={one.id}>
            <LevelTag colour={one.colour} />{" "}
            {one.source === "warning" ? (
              <Link to="/warnings/$id" params={{ id: one.id }} search={{}}>
                {one.issuer}
              </Link>
            ) : (
              say.gauges
            )}{" "}
            <span className="quiet num">{f.dateTime(one.at)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
