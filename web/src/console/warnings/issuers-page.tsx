import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Segmented } from "antd";
import { asProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import { useFormat } from "../../ui/language";
import { number, PlainTable } from "../../ui/plain-table";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useWords } from "../shell/words";
import { useIssuers } from "./queries";
import "../shell/event-list.css";
import "./issuers-page.css";

type Issuer = components["schemas"]["WarningIssuer"];
const YEAR = "365";
const PERIODS = ["90", YEAR, "1095"] as const;

export function IssuersPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.issuers.title}>
      <Issuers />
    </Allowed>
  );
}

/** Who rings often at night for nothing is no longer answered: each issuer sees it. */
function Issuers() {
  const say = useWords().issuers;
  const { days = YEAR } = useSearch({ from: "/warnings/issuers" });
  const navigate = useNavigate({ from: "/warnings/issuers" });
  const list = useIssuers(Number(days));
  const choose = (chosen: (typeof PERIODS)[number]) => void navigate({ search: chosen === YEAR ? {} : { days: chosen }, replace: true });
  return (
    <article className="warning-page issuers-page">
      <Link to="/warnings" className="back-link">
        ← {say.back}
      </Link>
      <div className="page-head">
        <h1>{say.title}</h1>
        <Segmented aria-label={say.period} value={days} onChange={choose} options={PERIODS.map((value) => ({ value, label: say.days[value] }))} />
        <ExportMenu path="/api/warning-issuers/export" params={{ days }} formats={["csv", "xlsx"]} />
      </div>
      <p>{say.what}</p>
      {list.isPending && <LoadingPanel rows={4} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && (list.data.items.length === 0 ? <EmptyPanel text={say.empty} /> : <Sums items={list.data.items} />)}
      {list.data && <p className="quiet small">{say.night(list.data.night_from, list.data.night_to)}</p>}
    </article>
  );
}

function Sums({ items }: { items: Issuer[] }) {
  const say = useWords().issuers;
  const f = useFormat();
  const head = say.head;
  const rate = (one: Issuer) => (one.hits + one.false_alarms === 0 ? say.noRate : f.percent(one.hits, one.hits + one.false_alarms));
  const perPost = (one: Issuer) => (one.posts === 0 ? say.noRate : f.number(Math.round((10 * one.night_rings) / one.posts) / 10));
  return (
    <PlainTable
      label={say.title}
      heads={[head.issuer, head.warnings, head.hits, head.falseAlarms, head.unverified, head.rate, head.rounds, head.posts, head.night, head.perPost]}
      rows={items.map((one) => ({
        key: one.issuer,
        cells: [
          one.issuer,
          number(f.number(one.warnings)),
          number(f.number(one.hits)),
          number(f.number(one.false_alarms)),
          number(f.number(one.unverified)),
          number(rate(one)),
          number(f.number(one.rounds)),
          number(f.number(one.posts)),
          number(f.number(one.night_rings)),
          number(perPost(one)),
        ],
      }))}
    />
  );
}
