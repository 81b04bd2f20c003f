import { useSearch } from "@tanstack/react-router";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useUnitDetail } from "../shell/queries";
import { MoreFoot } from "../shell/more-foot";
import { useWords } from "../shell/words";
import { HarmRow } from "./harm-row";
import { HarmTotals } from "./harm-totals";
import "./harm.css";
import { useHarmReports } from "./queries";

export function HarmPage() {
  const words = useWords();
  return (
    <Allowed permission="view_harm" title={words.harm.title}>
      <Harm />
    </Allowed>
  );
}

function Harm() {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  const { unit } = useSearch({ from: "/harm" });
  const area = useUnitDetail(unit).data?.unit;
  const list = useHarmReports(unit);
  const reports = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <div className="harm-page">
      <div className="page-head">
        <h1>{unit && area ? say.of(f.name(area.names)) : words.harm.title}</h1>
        <ExportMenu path="/api/harm-reports/export" params={{ unit }} formats={["csv", "xlsx"]} />
      </div>
      <p className="quiet">{say.what}</p>
      <HarmTotals unit={unit} />
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && reports.length === 0 && <EmptyPanel text={say.empty} />}
      <ul className="cards">
        {reports.map((report) => (
          <HarmRow key={report.id} report={report} all={reports} />
        ))}
      </ul>
      <MoreFoot loaded={reports.length > 0 && say.loaded(f.number(reports.length))} list={list} />
    </div>
  );
}
