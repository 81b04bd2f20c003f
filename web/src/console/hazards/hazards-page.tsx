import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, type InputRef, type TableRef } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import type { HazardView } from "../../api/types";
import { useFormat, useLanguage } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import type { HazardSearch } from "../search";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";
import { BulkBar } from "./bulk-bar";
import { HazardCards } from "./hazard-cards";
import { HazardFilters } from "./hazard-filters";
import { HazardTable } from "./hazard-table";
import "./hazards.css";
import { useHazardCounts } from "./queries";
import "./queue.css";
import { QueueKeys } from "./queue-keys";
import { SavedViews } from "./saved-views";
import { toFilter } from "./states";
import { useMarked } from "./use-marked";
import { useQueue } from "./use-queue";
import { useQueueKeys } from "./use-queue-keys";
import { useSelection } from "./use-selection";

export function HazardsPage() {
  return (
    <Allowed permission="view_hazards" title={useWords().hazards.queue}>
      <Queue />
    </Allowed>
  );
}

function Queue() {
  const words = useWords();
  const f = useFormat();
  const { zone } = useLanguage();
  const narrow = useNarrow();
  const search = useSearch({ from: "/hazards" });
  const navigate = useNavigate({ from: "/hazards" });
  const queue = useQueue(search);
  const counts = useHazardCounts(search).data;
  const box = useRef<InputRef>(null);
  const table = useRef<TableRef>(null);
  const [now] = useState(Date.now);
  const [help, setHelp] = useState(false);
  const { list, rows } = queue;
  const marked = useMarked(rows);
  const selection = useSelection(rows, JSON.stringify(search));
  const change = (next: Partial<HazardSearch>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const open = (hazard: HazardView) => void navigate({ to: "/hazards/$id", params: { id: hazard.id } });

  const move = (step: 1 | -1) => {
    const row = marked.move(step);
    if (!row) return;
    table.current?.scrollTo({ key: row.id });
    document.querySelector(`.card[data-id="${row.id}"]`)?.scrollIntoView({ block: "nearest" });
  };
  useQueueKeys({
    search: { get current() { return box.current?.input ?? null; } },
    move,
    list: () => {
      document.getElementById("hazard-rows")?.focus();
      if (!marked.row) move(1);
    },
    open: () => marked.row && open(marked.row),
    select: () => marked.row && selection.toggle(marked.row.id),
    clear: selection.clear,
    help: () => setHelp(true),
  });

  const filtered = Boolean(search.state || search.category || search.due || search.body || search.q);
  return (
    <div className={narrow ? "hazards-page" : "hazards-page hazards-page-fill"}>
      <div className="page-head">
        <h1>{words.hazards.queue}</h1>
        {counts && <p className="num">{words.hazards.counts(f.number(counts.open), f.number(counts.overdue))}</p>}
        <ExportMenu path="/api/hazards/export" params={toFilter(search, now, zone)} formats={["csv", "xlsx", "geojson"]} />
      </div>
      <SavedViews search={search} onChoose={(view) => void navigate({ search: view })} />
      <HazardFilters search={search} counts={counts} box={box} change={change} />
      <div aria-live="polite" className="news">
        {queue.arrived > 0 && (
          <Button type="primary" shape="round" onClick={queue.showNew}>
            {words.hazards.showNew(queue.arrived)}
          </Button>
        )}
      </div>
      {list.isPending && <LoadingPanel rows={8} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyPanel text={filtered ? words.hazards.empty : words.hazards.emptyAll}>
          <Button onClick={() => void navigate({ search: { unit: search.unit, state: "all" } })}>{words.hazards.emptyAction}</Button>
        </EmptyPanel>
      )}
      {rows.length > 0 && narrow && <HazardCards rows={rows} changed={queue.changed} selected={selection.ids} onToggle={selection.toggle} />}
      {rows.length > 0 && !narrow && (
        <HazardTable rows={rows} changed={queue.changed} active={marked.index} selected={selection.ids} table={table} onSelect={selection.set} onOpen={open} />
      )}
      {selection.chosen.length > 0 && <BulkBar chosen={selection.chosen} onClear={selection.clear} onDone={selection.without} />}
      <div className="table-foot quiet">
        {narrow ? <span /> : <QueueKeys open={help} onOpen={setHelp} />}
        {rows.length > 0 && <span className="num">{words.units.loaded(f.number(rows.length))}</span>}
        {list.hasNextPage && (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        )}
      </div>
    </div>
  );
}
