import { Link } from "@tanstack/react-router";
import { Table, type TableColumnType } from "antd";
import type { HazardView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { TimeAgo } from "../../ui/time";
import { HazardDue } from "./hazard-due";
import { StateTag, UrgencyTag } from "./hazard-tags";

interface Props {
  rows: HazardView[];
  changed: ReadonlySet<string>;
  active: number;
  onOpen: (hazard: HazardView) => void;
}

export function HazardTable({ rows, changed, active, onOpen }: Props) {
  const words = useWords();
  const f = useFormat();
  const head = words.hazards.columns;
  const columns: TableColumnType<HazardView>[] = [
    { title: head.due, key: "due", width: 186, render: (_, hazard) => <HazardDue hazard={hazard} /> },
    {
      title: head.number,
      key: "number",
      width: 150,
      render: (_, hazard) => (
        <Link to="/hazards/$id" params={{ id: hazard.id }} className="num">
          {hazard.number}
        </Link>
      ),
    },
    { title: head.urgency, key: "urgency", width: 84, render: (_, hazard) => <UrgencyTag urgency={hazard.urgency} /> },
    { title: head.category, key: "category", render: (_, hazard) => f.name(hazard.category_names) },
    { title: head.state, key: "state", width: 116, render: (_, hazard) => <StateTag state={hazard.state} /> },
    { title: head.unit, key: "unit", render: (_, hazard) => place(hazard, f.name) },
    {
      title: head.body,
      key: "body",
      render: (_, hazard) => (hazard.body ? f.name(hazard.body.names) : <span className="quiet">{words.hazards.noBody}</span>),
    },
    { title: head.reported, key: "reported", width: 128, render: (_, hazard) => <TimeAgo at={hazard.reported_at} /> },
  ];
  return (
    <Table<HazardView>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 1080 }}
      rowClassName={(hazard, index) => `row${changed.has(hazard.id) ? " row-changed" : ""}${index === active ? " row-active" : ""}`}
      onRow={(hazard) => ({ onClick: () => onOpen(hazard), "data-id": hazard.id }) as React.HTMLAttributes<HTMLElement>}
    />
  );
}

/** The two lowest units say where it is, or the lowest where it bears the other's name; the whole line is on the hazard's page. */
export function place(hazard: HazardView, name: (names: HazardView["unit"]["names"]) => string): string {
  const [above = "", last] = hazard.lineage.slice(-2).map((unit) => name(unit.names));
  return last === undefined || last.startsWith(above) ? (last ?? above) : `${above} › ${last}`;
}
