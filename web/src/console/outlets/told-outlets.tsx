import type { OutletTold } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { useToldOutlets } from "./queries";

/** What the work groups and loudspeakers of a round were told. Nothing here where there are none. */
export function ToldOutlets({ callout, unit }: { callout: string; unit: string }) {
  const say = useWords().outlets.told;
  const f = useFormat();
  const rows = useToldOutlets(callout, unit).data ?? [];
  if (rows.length === 0) return null;
  const told = rows.filter((row) => row.state === "sent" || row.state === "delivered").length;
  return (
    <section className="block" aria-labelledby="told-outlets-title">
      <h2 id="told-outlets-title">{say.title}</h2>
      <p className="num">
        {say.of(f.number(told), f.number(rows.length))} <span className="quiet small">{say.what}</span>
      </p>
      <ul className="rows">
        {rows.map((row, at) => (
          <Row key={row.outlet?.id ?? at} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ row }: { row: OutletTold }) {
  const words = useWords();
  const say = words.outlets;
  const f = useFormat();
  const details = [
    row.unit && f.name(row.unit.names),
    f.dateTime(row.changed_at),
    row.tries > 1 && say.told.tries(f.number(row.tries)),
    row.next_at != null && row.state === "failed_temporary" && say.told.next(f.dateTime(row.next_at)),
    row.error,
  ].filter(Boolean);
  return (
    <li>
      <div>
        {row.outlet ? row.outlet.name : say.told.gone} {row.outlet && <span className="tag">{say.kind[row.outlet.kind] ?? row.outlet.kind}</span>}
        <div className="quiet small num">{details.join(" · ")}</div>
      </div>
      <strong>{say.told.state[row.state] ?? row.state}</strong>
    </li>
  );
}
