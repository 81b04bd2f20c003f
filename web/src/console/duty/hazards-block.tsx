import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { Countdown } from "../../ui/time";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { useHazardsNow } from "./queries";

/** What is overdue, what becomes so within the hour, what nobody has taken on; each number leads to its queue. */
export function HazardsBlock() {
  const words = useWords();
  const say = words.duty.hazards;
  const f = useFormat();
  const query = useHazardsNow(true);
  const now = query.data;
  const lead = now && (
    <p className="duty-numbers num">
      <Link to="/hazards" search={{ due: "over" }}>
        {say.over(f.number(now.all.overdue))}
      </Link>
      <Link to="/hazards" search={{ due: "1h" }}>
        {say.hour(f.number(now.hour.open))}
      </Link>
      <Link to="/hazards" search={{ state: "reported" }}>
        {say.reported(f.number(now.all.by_state["reported"] ?? 0))}
      </Link>
    </p>
  );
  return (
    <Block name="hazards" query={query} rows={now?.rows ?? []} count={now?.hour.open ?? 0} lead={lead} link={<Link to="/hazards">{words.hazards.queue}</Link>}>
      {({ id, number, category_names, unit, due }) => (
        <li key={id} data-id={id}>
          <div className="duty-line">
            <Link to="/hazards/$id" params={{ id }}>
              {f.name(category_names)}
            </Link>
            <span className="quiet">
              {f.name(unit.names)} · <span className="num">{number}</span>
            </span>
            {due && (
              <span>
                {words.hazards.step[due.step] ?? due.step} <Countdown due={due.due_at} />
              </span>
            )}
          </div>
        </li>
      )}
    </Block>
  );
}
