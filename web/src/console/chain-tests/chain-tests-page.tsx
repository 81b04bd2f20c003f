import { Link } from "@tanstack/react-router";
import { asProblem } from "../../api/problem";
import { usePageWords } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { chainWords } from "../../words/chain";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useWords } from "../shell/words";
import { BeginTest } from "./begin-dialog";
import { useChainTests } from "./queries";
import { TestRow } from "./test-row";
import "../shell/event-list.css";
import "./chain-tests.css";

export function ChainTestsPage() {
  return (
    <Allowed permission="run_callout" title={usePageWords(chainWords).title}>
      <ChainTests />
    </Allowed>
  );
}

function ChainTests() {
  const words = useWords();
  const say = usePageWords(chainWords);
  const list = useChainTests();
  const rows = list.data?.items ?? [];
  return (
    <div className="chain-tests-page">
      <div className="page-head">
        <Link to="/warnings">← {words.warnings.title}</Link>
        <h1>{say.title}</h1>
        {rows.length > 0 && <ExportMenu path="/api/chain-tests/export" formats={["csv", "xlsx"]} />}
        <BeginTest />
      </div>
      <p className="quiet">{say.what}</p>
      {list.isPending && <LoadingPanel rows={4} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={say.none} />}
      <ul className="warning-list">
        {rows.map((test) => (
          <TestRow key={test.id} test={test} />
        ))}
      </ul>
    </div>
  );
}
