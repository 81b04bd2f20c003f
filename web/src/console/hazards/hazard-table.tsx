import { Link } from "@tanstack/react-router";
import { Table, type TableColumnType, type TableRef } from "antd";
import type { RefObject } from "react";
import type { HazardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { TimeAgo } from "../../ui/time";
import { useHeight } from "../shell/use-height";
import { useWords } from "../shell/words";
import { HazardDue } from "./hazard-due";
import { StateTag, UrgencyTag } from "./hazard-tags";

interface Props {
  rows: HazardView[];
  changed: ReadonlySet<string>;
  active: number;
  selected: ReadonlySet<string>;
  table: RefObject<TableRef | null>;
  onSelect: (ids: string[]) => void;
  onOpen: (hazard: HazardView) => void;
}

/** Hundreds of rows are drawn as one moves through them. */
export function HazardTable({ rows, changed, active, selected, table, onSelect, onOpen }: Props) {
  const words = useWords();
  const { ref, height } = useHeight();
  const f = useFormat();
  const head = words.hazards.columns;
  const columns: TableColumnType<HazardView>[] = [
    { title: head.due, key: "due", width: 180, render: (_, hazard) => <HazardDue hazard={hazard} /> },
    {
      title: head.number,
      key: "number",
      width: 132,
      render: (_, hazard) => (
        <Link to="/hazards/$id" params={{ id: hazard.id }} className="num">
          {hazard.number}
        </Link>
      ),
    },
    { title: head.urgency, key: "urgency", width: 112, render: (_, hazard) => <UrgencyTag urgency={hazard.urgency} /> },
    { title: head.category, key: "category", width: 206, render: (_, hazard) => f.name(hazard.category_names) },
    { title: head.state, key: "state", width: 136, render: (_, hazard) => <StateTag state={hazard.state} /> },
    { title: head.unit, key: "unit", width: 184, render: (_, hazard) => place(hazard, f.name) },
    {
      title: head.body,
      key: "body",
      width: 164,
      render: (_, hazard) => (hazard.body ? f.name(hazard.body.names) : <span className="quiet">{words.hazards.noBody}</span>),
    },
    { title: head.reported, key: "reported", width: 128, render: (_, hazard) => <TimeAgo at={hazard.reported_at} /> },
  ];
  return (
    <div ref={ref} id="hazard-rows" className="table-fill" tabIndex={-1}>
      {height > 0 && (
        <Table<HazardView>
          ref={table}
          virtual
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 1286, y: Math.max(160, height - 40) }}
          rowSelection={{
            selectedRowKeys: [...selected],
            columnWidth: 44,
            getTitleCheckboxProps: () => ({ "aria-label": words.queue.selectAll }),
            getCheckboxProps: (hazard) => ({ "aria-label": words.queue.select(hazard.number) }) as object,
            onChange: (keys) => onSelect(keys.map(String)),
          }}
          rowClassName={(hazard, index) => `row${changed.has(hazard.id) ? " row-changed" : ""}${index === active ? " row-active" : ""}`}
          onRow={(hazard) => ({ onClick: (event: React.MouseEvent) => opens(event) && onOpen(hazard), "data-id": hazard.id }) as React.HTMLAttributes<HTMLElement>}
        />
      )}
    </div>
  );
}

/** A click beside the small box means the box. */
const opens = (event: React.MouseEvent) => !(event.target as HTMLElement).closest(".ant-table-selection-column, a, button");

/** The two lowest units say where it is, or the lowest where it bears the other's name; the whole line is on the hazard's page. */
export function place(hazard: HazardView, name: (names: HazardView["unit"]["names"]) => string): string {
  const [above = "", last] = hazard.lineage.slice(-2).map((unit) => name(unit.names));
  return last === undefined || last.startsWith(above) ? (last ?? above) : `${above} › ${last}`;
}
