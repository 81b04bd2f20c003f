import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useUnitDetail } from "../shell/queries";
import { useResponses } from "../shell/responses";
import { useSession } from "../shell/session";
import { MoreFoot } from "../shell/more-foot";
import { useWords } from "../shell/words";
import { BeginDialog } from "./begin-dialog";
import { DecideDialog } from "./decide-dialog";
import type { ResponseView } from "./queries";
import { ResponseHead } from "./response-head";
import "../shell/event-list.css";
import "./responses.css";

export function ResponsesPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.responses.title}>
      <Responses />
    </Allowed>
  );
}

function Responses() {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const { unit, show } = useSearch({ from: "/responses" });
  const navigate = useNavigate({ from: "/responses" });
  const area = useUnitDetail(unit).data?.unit;
  const permissions = useSession()?.permissions ?? [];
  const may = permissions.includes("decide_response") || permissions.includes("record_decision");
  const [deciding, setDeciding] = useState<ResponseView>();
  const [beginning, setBeginning] = useState(false);
  const list = useResponses({ unit, open: show !== "all" });
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  // What waits for a decision stands above what is decided; among these the order stays.
  const sorted = [...rows.filter((row) => row.proposal), ...rows.filter((row) => !row.proposal)];
  const choose = (all: boolean) => void navigate({ search: (before) => ({ ...before, show: all ? "all" : undefined }), replace: true });
  return (
    <div className="responses-page">
      <div className="page-head">
        <h1>{words.responses.title}</h1>
        <div className="warning-chips" role="group" aria-label={say.filter}>
          <button type="button" className="warning-chip" aria-pressed={show !== "all"} onClick={() => choose(false)}>
            {say.show.open}
          </button>
          <button type="button" className="warning-chip" aria-pressed={show === "all"} onClick={() => choose(true)}>
            {say.show.all}
          </button>
        </div>
        <ExportMenu path="/api/responses/export" params={{ unit, open: show !== "all" }} formats={["csv", "xlsx"]} />
        {may && (
          <Button disabled={unit !== undefined && !area} onClick={() => setBeginning(true)}>
            {say.begin}
          </Button>
        )}
      </div>
      <p className="quiet">{say.what}</p>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyPanel text={show === "all" ? say.emptyAll : say.empty}>{show !== "all" && <Button onClick={() => choose(true)}>{say.emptyAction}</Button>}</EmptyPanel>
      )}
      <ul className="cards">
        {sorted.map((one) => (
          <li key={one.id} className="card" data-id={one.id}>
            <ResponseHead response={one} linked />
            {one.proposal && (one.may_decide || one.may_record) && (
              <Button type="primary" onClick={() => setDeciding(one)}>
                {say.decide}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <MoreFoot loaded={rows.length > 0 && say.loaded(f.number(rows.length))} list={list} />
      {deciding && <DecideDialog response={deciding} onClose={() => setDeciding(undefined)} />}
      {beginning && <BeginDialog area={area} onClose={() => setBeginning(false)} />}
    </div>
  );
}
