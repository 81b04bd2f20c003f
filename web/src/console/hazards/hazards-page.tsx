import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, type InputRef } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import type { HazardView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import type { HazardSearch } from "../search";
import { useSession } from "../shell/session";
import { SignInNeeded } from "../shell/sign-in-needed";
import { useNarrow } from "../shell/use-narrow";
import { HazardCards } from "./hazard-cards";
import { HazardFilters } from "./hazard-filters";
import { HazardTable } from "./hazard-table";
import { useHazardCounts } from "./queries";
import { toFilter } from "./states";
import { useQueue } from "./use-queue";
import { useQueueKeys } from "./use-queue-keys";
import "./hazards.css";

export function HazardsPage() {
  const words = useWords();
  const f = useFormat();
  const narrow = useNarrow();
  const session = useSession();
  const search = useSearch({ from: "/hazards" });
  const navigate = useNavigate({ from: "/hazards" });
  const queue = useQueue(search, Boolean(session));
  const counts = useHazardCounts(search.unit, Boolean(session)).data;
  const box = useRef<InputRef>(null);
  const [active, setActive] = useState(-1);
  const { list, rows } = queue;
  const change = (next: Partial<HazardSearch>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const open = (hazard: HazardView) => void navigate({ to: "/hazards/$id", params: { id: hazard.id } });

  useQueueKeys({
    search: { get current() { return box.current?.input ?? null; } },
    move: (step) => {
      const next = Math.max(0, Math.min(rows.length - 1, active + step));
      setActive(next);
      document.querySelector(`[data-id="${rows[next]?.id}"]`)?.scrollIntoView({ block: "nearest" });
    },
    open: () => rows[active] && open(rows[active]),
  });

  if (session === undefined) return <LoadingPanel />;
  if (session === null) return <SignInNeeded title={words.hazards.queue} />;
  const filtered = Boolean(search.state || search.category || search.overdue || search.q);
  return (
    <div className="hazards-page">
      <div className="page-head">
        <h1>{words.hazards.queue}</h1>
        {counts && <p className="num">{words.hazards.counts(f.number(counts.open), f.number(counts.overdue))}</p>}
        <a className="button-link" href={exportLink(search)} download>
          {words.hazards.exportCsv}
        </a>
      </div>
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
      {rows.length > 0 && narrow && <HazardCards rows={rows} changed={queue.changed} />}
      {rows.length > 0 && !narrow && <HazardTable rows={rows} changed={queue.changed} active={active} onOpen={open} />}
      <div className="table-foot quiet">
        {!narrow && <span>{words.hazards.keys}</span>}
        {list.hasNextPage && (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        )}
      </div>
    </div>
  );
}

function exportLink(search: HazardSearch): string {
  const params = new URLSearchParams({ format: "csv" });
  for (const [key, value] of Object.entries(toFilter(search))) if (value !== undefined) params.set(key, String(value));
  return `/api/hazards/export?${params}`;
}
