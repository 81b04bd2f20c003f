import { Link } from "@tanstack/react-router";
import type { HarmView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { TimeAgo } from "../../ui/time";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { harmNews, unseenHarm } from "./order";
import { useLatestHarm } from "./queries";
import { useOwnUnits } from "./use-own-units";

const TOLD = ["dead_or_missing", "injured"] as const;

/** Reports of harm that nobody of one's own level has looked at, the earliest first. */
export function HarmBlock() {
  const words = useWords();
  const query = useLatestHarm(true);
  const units = useOwnUnits();
  const rows = unseenHarm(query.data?.items ?? [], units);
  return (
    <Block name="harm" query={query} rows={rows} more={rows.length > 0 && query.data?.next != null} link={<Link to="/harm">{words.harm.title}</Link>}>
      {(report) => <Row key={report.id} report={report} news={harmNews(report, units) ?? "unseen"} />}
    </Block>
  );
}

function Row({ report: { id, kind, unit, place, versions, recorded_at }, news }: { report: HarmView; news: "unseen" | "news" }) {
  const words = useWords();
  const say = words.duty;
  const f = useFormat();
  const latest = versions.at(-1);
  const numbers = TOLD.flatMap((what) => (latest?.[what] == null ? [] : [say.harm(words.harm.counts[what] ?? what, f.number(latest[what]))]));
  return (
    <li data-id={id}>
      <div className="duty-line">
        <Link to="/harm" search={unit ? { unit: unit.id } : {}}>
          {[words.harm.kind[kind], f.name(unit?.names ?? {}), place ? f.name(place.names) : ""].filter(Boolean).join(" · ")}
        </Link>
        <span className="tag">{say[news]}</span>
      </div>
      <div className="num">
        {numbers.map((text) => `${text} · `)}
        <TimeAgo at={recorded_at} />
      </div>
    </li>
  );
}
