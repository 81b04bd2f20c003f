import { useNavigate, useSearch } from "@tanstack/react-router";
import { Drawer, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import { asProblem } from "../../api/problem";
import type { UnitView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import type { UnitSearch } from "../search";
import type { Box } from "../shell/map/map-base";
import { useSystem, useUnitDetail } from "../shell/queries";
import { useNarrow } from "../shell/use-narrow";
import { usePick } from "./pick";
import { UnitCounts } from "./unit-counts";
import { UnitPanel } from "./unit-panel";
import { UnitTable } from "./unit-table";
import "./units.css";
import { useWords } from "../shell/words";

const UnitMap = lazy(() => import("./unit-map"));

export function UnitsPage() {
  const words = useWords();
  const f = useFormat();
  const narrow = useNarrow();
  const search = useSearch({ from: "/units" });
  const navigate = useNavigate({ from: "/units" });
  const system = useSystem();
  const root = system.data?.root;
  const unit = search.unit ?? root?.id;
  const current = useUnitDetail(unit).data?.unit;
  const shown = useUnitDetail(search.sel ?? unit).data;
  const [pickedOnMap, setPickedOnMap] = useState<string>();
  const change = (next: Partial<UnitSearch>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const enter = (next: UnitView) => void navigate({ search: (old) => ({ view: old.view, sort: old.sort, unit: next.id }) });
  const pick = usePick((id) => {
    setPickedOnMap(id);
    change({ sel: id });
  });

  if (system.isError) return <ProblemPanel problem={asProblem(system.error)} retry={() => void system.refetch()} />;
  if (!system.data || !unit) return <LoadingPanel />;

  const view = search.view ?? (narrow ? "map" : undefined);
  const hasMap = view !== "table";
  const hasTable = view !== "map";
  // A click on the map must not make the map jump under the pointer.
  const focus = shown && shown.unit.id !== pickedOnMap ? (shown.unit.bbox as Box | undefined) : undefined;
  const panel = shown && <UnitPanel detail={shown} onGo={(id) => change({ sel: id })} onEnter={enter} />;
  const views = [
    ...(narrow ? [] : [{ value: "both", label: `${words.units.map} + ${words.units.table}` }]),
    { value: "map", label: words.units.map },
    { value: "table", label: words.units.table },
  ];
  return (
    <div className="units-page">
      <div className="page-head">
        <h1>{current ? f.name(current.names) : words.units.title}</h1>
        <UnitCounts within={unit} />
        <Segmented
          aria-label={words.units.view}
          value={view ?? "both"}
          options={views}
          onChange={(value) => change({ view: value === "both" ? undefined : (value as "map" | "table") })}
        />
      </div>
      <div className="units-body">
        <div className="twin">
          {hasMap && (
            <section className="map-box" aria-label={words.units.mapTitle}>
              <Suspense fallback={<LoadingPanel />}>
                <UnitMap system={system.data} selected={search.sel ?? search.unit} focus={focus} onPick={pick} />
              </Suspense>
            </section>
          )}
          {hasTable && (
            <UnitTable
              key={unit}
              parent={{ id: unit, name: current ? f.name(current.names) : "" }}
              q={search.q}
              sort={search.sort}
              selected={search.sel}
              onQuery={(q) => change({ q })}
              onSort={(sort) => change({ sort })}
              onSelect={(row) => change({ sel: row.id })}
              onEnter={enter}
            />
          )}
        </div>
        {!narrow && <aside className="side">{panel}</aside>}
      </div>
      {narrow && (
        <Drawer
          placement="bottom"
          size="72%"
          title={words.panel.title}
          open={search.sel !== undefined}
          onClose={() => change({ sel: undefined })}
        >
          {panel}
        </Drawer>
      )}
    </div>
  );
}
