import { Input, Table, type TableProps } from "antd";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { asProblem } from "../../api/problem";
import type { UnitView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { ExportMenu } from "../shell/export-menu";
import { useDebounced } from "../shell/use-debounced";
import { useHeight } from "../shell/use-height";
import { MoreFoot } from "../shell/more-foot";
import { useNarrow } from "../shell/use-narrow";
import { useUnitList } from "./queries";
import { unitColumns } from "./unit-columns";
import { parseSort, sorted } from "./unit-sort";
import { useWords } from "../shell/words";

interface Props {
  parent: { id: string; name: string };
  q: string | undefined;
  sort: string | undefined;
  selected: string | undefined;
  onQuery: (q: string | undefined) => void;
  onSort: (sort: string | undefined) => void;
  onSelect: (unit: UnitView) => void;
  onEnter: (unit: UnitView) => void;
}

export function UnitTable({ parent, q, sort, selected, onQuery, onSort, onSelect, onEnter }: Props) {
  const words = useWords();
  const f = useFormat();
  const narrow = useNarrow();
  const list = useUnitList(parent.id, q);
  const order = parseSort(sort);
  const rows = useMemo(
    () => sorted((list.data?.pages ?? []).flatMap((page) => page.items), parseSort(sort)),
    [list.data, sort],
  );
  const columns = unitColumns({ words, f, order, narrow, selected, onSelect, onEnter });
  const onChange: TableProps<UnitView>["onChange"] = (_page, _filter, sorter) => {
    const one = Array.isArray(sorter) ? sorter[0] : sorter;
    const key = one?.order ? String(one.columnKey) : undefined;
    onSort(key && one?.order === "descend" ? `-${key}` : key);
  };
  const { ref, height } = useHeight();
  return (
    <section className="unit-table" aria-labelledby="unit-table-title">
      <div className="table-bar">
        <h2 id="unit-table-title">{q ? words.units.searchResults(q) : words.units.childrenOf(parent.name)}</h2>
        <SearchBox q={q} onQuery={onQuery} />
        <ExportMenu path="/api/units/export" params={{ within: parent.id }} formats={["csv", "xlsx", "geojson"]} />
      </div>
      <div ref={ref} className="table-fill">
        {list.isPending && <LoadingPanel />}
        {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && <EmptyPanel text={q ? words.units.emptySearch : words.units.empty} />}
        {rows.length > 0 && height > 0 && (
          <Table<UnitView>
            virtual
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={rows}
            pagination={false}
            // `children` of a unit is a number here, and not the nested rows that the kit would take it for.
            expandable={{ childrenColumnName: "nested" }}
            scroll={{ x: narrow ? 392 : 958, y: Math.max(120, height - 40) }}
            onChange={onChange}
            rowClassName={(unit) => (unit.id === selected ? "row row-selected" : "row")}
            onRow={(unit) => ({ onClick: () => onSelect(unit) })}
          />
        )}
      </div>
      <MoreFoot loaded={list.data && words.units.loaded(f.number(rows.length))} list={list} size="small" />
    </section>
  );
}

function SearchBox({ q, onQuery }: { q: string | undefined; onQuery: (q: string | undefined) => void }) {
  const words = useWords();
  const [text, setText] = useState(q ?? "");
  const settled = useDebounced(text.trim(), 300);
  // The address may change under the box: back button, another area.
  const [seen, setSeen] = useState(q);
  if (seen !== q) {
    setSeen(q);
    if ((q ?? "") !== settled) setText(q ?? "");
  }
  const ask = useEffectEvent(() => {
    if (settled !== (q ?? "") && settled === text.trim()) onQuery(settled || undefined);
  });
  useEffect(() => ask(), [settled]);
  return (
    <Input
      allowClear
      className="table-search"
      aria-label={words.units.searchLabel}
      placeholder={words.units.search}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
