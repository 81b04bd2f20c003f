import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { inForce, inForceFirst } from "../shell/in-force";
import { useSession } from "../shell/session";
import { MoreFoot } from "../shell/more-foot";
import { useWords } from "../shell/words";
import { ImportFile } from "./import-file";
import { Proposals } from "./proposals";
import { useWarnings } from "./queries";
import { WarningRow } from "./warning-row";
import "../shell/event-list.css";

export function WarningsPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.warnings.title}>
      <Warnings />
    </Allowed>
  );
}

function Warnings() {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  const now = useNow();
  const session = useSession();
  const { show } = useSearch({ from: "/warnings" });
  const navigate = useNavigate({ from: "/warnings" });
  const list = useWarnings(show !== "all");
  const sorted = inForceFirst((list.data?.pages ?? []).flatMap((page) => page.items), now);
  const rows = show === "all" ? sorted : sorted.filter((row) => inForce(row, now));
  const choose = (all: boolean) => void navigate({ search: all ? { show: "all" } : {}, replace: true });
  return (
    <div className="warnings-page">
      <div className="page-head">
        <h1>{say.title}</h1>
        <div className="warning-chips" role="group" aria-label={say.filter}>
          <button type="button" className="warning-chip" aria-pressed={show !== "all"} onClick={() => choose(false)}>
            {say.show.now}
          </button>
          <button type="button" className="warning-chip" aria-pressed={show === "all"} onClick={() => choose(true)}>
            {say.show.all}
          </button>
        </div>
        {rows.length > 0 && <ExportMenu path="/api/warnings/export" params={show === "all" ? {} : { in_force: true }} formats={["csv", "xlsx"]} />}
        {session?.permissions.includes("draft_public") && <Link to="/warnings/messages">{words.publicMessages.nav}</Link>}
        {session?.permissions.includes("receive_warnings") && <ImportFile />}
        {session?.permissions.includes("run_callout") && <Link to="/chain-tests">{say.chainTests}</Link>}
        <Link to="/warnings/issuers">{words.issuers.nav}</Link>
        <Link to="/sources">{words.sources.nav}</Link>
      </div>
      <Proposals />
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyPanel text={show === "all" ? say.emptyAll : say.empty}>{show !== "all" && <Button onClick={() => choose(true)}>{say.emptyAction}</Button>}</EmptyPanel>
      )}
      <ul className="warning-list">
        {rows.map((warning) => (
          <WarningRow key={warning.id} warning={warning} now={now} />
        ))}
      </ul>
      <MoreFoot loaded={list.data && say.loaded(f.number(rows.length))} list={list} />
    </div>
  );
}
