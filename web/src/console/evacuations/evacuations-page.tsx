import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { EvacuationRow } from "./evacuation-row";
import { ImportShelters } from "./import-shelters";
import { OrderForm } from "./order-form";
import { useEvacuations } from "./queries";
import { Shelters } from "./shelters";
import "../shell/event-list.css";
import "./evacuations.css";

export function EvacuationsPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.shelters.title}>
      <Evacuations />
    </Allowed>
  );
}

const TABS = ["open", "all", "shelters"] as const;

function Evacuations() {
  const say = useWords().shelters;
  const session = useSession();
  const { show = "open", order, cause } = useSearch({ from: "/evacuations" });
  const navigate = useNavigate({ from: "/evacuations" });
  const choose = (tab: (typeof TABS)[number]) => void navigate({ search: tab === "open" ? {} : { show: tab }, replace: true });
  const may = (permission: string) => session?.permissions.includes(permission) ?? false;
  return (
    <div className="evacuations-page">
      <div className="page-head">
        <h1>{say.title}</h1>
        <div className="warning-chips" role="group" aria-label={say.tabs}>
          {TABS.map((tab) => (
            <button key={tab} type="button" className="warning-chip" aria-pressed={show === tab} onClick={() => choose(tab)}>
              {say.tab[tab]}
            </button>
          ))}
        </div>
        <div className="action-buttons">
          {show === "shelters" ? (
            <>
              {may("manage_units") && <ImportShelters />}
              <ExportMenu path="/api/shelters/export" formats={["csv", "xlsx", "geojson"]} />
            </>
          ) : (
            <>
              {may("run_evacuation") && <OrderForm unit={order} cause={cause} />}
              <ExportMenu path="/api/evacuations/export" params={show === "open" ? { open: true } : {}} formats={["csv", "xlsx"]} />
            </>
          )}
        </div>
      </div>
      {show === "shelters" ? <Shelters may={may("manage_units")} /> : <List open={show === "open"} />}
    </div>
  );
}

function List({ open }: { open: boolean }) {
  const words = useWords();
  const say = words.shelters;
  const f = useFormat();
  const now = useNow();
  const list = useEvacuations(open);
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={open ? say.none : say.noneAll} />}
      <ul className="warning-list">
        {rows.map((row) => (
          <EvacuationRow key={row.id} row={row} now={now} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="table-foot quiet">
          <span className="num">{f.number(rows.length)}</span>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  );
}
