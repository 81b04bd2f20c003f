import { Button, type TableColumnType } from "antd";
import type { UnitView } from "../../api/types";
import type { useFormat } from "../../ui/language";
import type { useWords } from "../shell/words";
import type { Sort } from "./unit-sort";

interface Context {
  words: ReturnType<typeof useWords>;
  f: ReturnType<typeof useFormat>;
  order: Sort | undefined;
  narrow: boolean;
  selected: string | undefined;
  onSelect: (unit: UnitView) => void;
  onEnter: (unit: UnitView) => void;
}

export function unitColumns({ words, f, order, narrow, selected, onSelect, onEnter }: Context): TableColumnType<UnitView>[] {
  const head = words.units.columns;
  const sortable = (key: string) => ({
    key,
    sorter: true,
    sortOrder: order?.key === key ? (order.descending ? ("descend" as const) : ("ascend" as const)) : null,
    showSorterTooltip: false,
  });
  const name: TableColumnType<UnitView> = {
    ...sortable("name"),
    title: head.name,
    width: narrow ? 170 : 190,
    render: (_, unit) => (
      <span className="unit-name">
        <button type="button" className="text-button" aria-current={unit.id === selected} onClick={() => onSelect(unit)}>
          {f.name(unit.names)}
        </button>
        {unit.fictional && <span className="tag">{words.units.fictionalTag}</span>}
      </span>
    ),
  };
  const open: TableColumnType<UnitView> = {
    ...sortable("open"),
    title: head.open,
    width: 78,
    align: "right",
    render: (_, unit) => <span className="num">{f.count(unit.open_hazards)}</span>,
  };
  const overdue: TableColumnType<UnitView> = {
    ...sortable("overdue"),
    title: head.overdue,
    width: narrow ? 84 : 92,
    align: "right",
    render: (_, unit) => (
      <span className={unit.overdue_hazards ? "num overdue" : "num"}>{f.count(unit.overdue_hazards)}</span>
    ),
  };
  const enter: TableColumnType<UnitView> = {
    key: "enter",
    title: <span className="visually-hidden">{words.units.enter}</span>,
    width: 60,
    render: (_, unit) =>
      unit.children > 0 && (
        <Button
          type="link"
          size="small"
          aria-label={words.units.enterUnit(f.name(unit.names))}
          onClick={(event) => {
            event.stopPropagation();
            onEnter(unit);
          }}
        >
          {words.units.enter}
        </Button>
      ),
  };
  if (narrow) return [name, open, overdue, enter];
  return [
    name,
    { ...sortable("code"), title: head.code, width: 150, render: (_, unit) => <span className="num">{unit.code}</span> },
    { key: "kind", title: head.kind, width: 142, render: (_, unit) => words.kinds[unit.kind] },
    {
      ...sortable("population"),
      title: head.population,
      width: 108,
      align: "right",
      render: (_, unit) => {
        const people = unit.statistics?.population;
        if (!people) return <span className="quiet">{words.units.noPopulation}</span>;
        return <span className="num">{"value" in people ? f.number(people.value) : words.panel.suppressed}</span>;
      },
    },
    { key: "quality", title: head.quality, width: 138, render: (_, unit) => words.quality[unit.boundary_quality] },
    open,
    overdue,
    enter,
  ];
}
