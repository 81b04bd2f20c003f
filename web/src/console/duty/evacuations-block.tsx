import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { TimeAgo } from "../../ui/time";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { evacuationsInOrder } from "./order";
import { useEvacuationsNow } from "./queries";

/** Who is being moved, and how many households nobody knows to be safe. */
export function EvacuationsBlock() {
  const words = useWords();
  const say = words.evacuation;
  const f = useFormat();
  const query = useEvacuationsNow();
  const rows = evacuationsInOrder(query.data?.items ?? []);
  return (
    <Block name="evacuations" query={query} rows={rows} more={query.data?.next != null} link={<Link to="/evacuations">{words.shelters.title}</Link>}>
      {({ id, unit, peril, households, uncounted, opened_at, move_first, told_at }) => (
        <li key={id} data-id={id}>
          <div className="duty-line">
            <Link to="/evacuations/$id" params={{ id }}>
              {say.of(f.name(unit?.names ?? {}))}
            </Link>
            <span>{say.peril[peril]}</span>
            <span className="quiet">
              <TimeAgo at={opened_at} />
            </span>
          </div>
          {households.left_early > 0 && <strong>{say.leftEarly(f.number(households.left_early))}</strong>}
          <div className={households.unaccounted > 0 ? "duty-late num" : "num"}>
            {words.duty.missing(f.number(households.unaccounted), f.number(households.total))}
            {uncounted > 0 && ` · ${words.duty.uncounted(f.number(uncounted))}`}
          </div>
          {move_first && told_at == null && <div>{words.shelters.unreported}</div>}
        </li>
      )}
    </Block>
  );
}
