import { Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useDebounced } from "../shell/use-debounced";
import { useWords } from "../shell/words";
import { whole, type Building } from "./order-parts";
import { useBuildings } from "./queries";

interface Props {
  id: string;
  unit: string | undefined;
  value: Building[];
  onChange: (value: Building[]) => void;
}

/** Some of a unit's buildings. A district has thousands, so the server looks for what is typed. */
export function BuildingPicker({ id, unit, value, onChange }: Props) {
  const words = useWords();
  const say = words.shelters.order;
  const f = useFormat();
  const [typed, setTyped] = useState("");
  const found = useBuildings(unit, useDebounced(typed.trim()));
  const buildings = (found.data?.items ?? []).map((place) => {
    const name = f.name(place.names) || place.code;
    const at = place.lon != null && place.lat != null ? { lon: place.lon, lat: place.lat } : null;
    // Every grid has a building 1.
    const label = place.unit && place.unit.id !== unit ? `${name} · ${f.name(place.unit.names)}` : name;
    return whole({ value: place.id, label, name, households: place.households ?? null, at });
  });
  const choice = ({ value, label }: Building) => ({ value, label });
  // One that was chosen before keeps its groups.
  const of = (id: string) => [...value, ...buildings].find((building) => building.value === id);
  return (
    <>
      <Select<ReturnType<typeof choice>[]>
        id={id}
        mode="multiple"
        labelInValue
        allowClear
        disabled={!unit}
        showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
        placeholder={say.allBuildings}
        notFoundContent={found.isFetching ? words.loading : typed.trim() ? say.noBuilding : say.noBuildings}
        value={value.map(choice)}
        options={buildings.map(choice)}
        aria-describedby={`${id}-hint`}
        onChange={(chosen) => {
          setTyped("");
          onChange(chosen.flatMap((one) => of(one.value) ?? []));
        }}
        onOpenChange={(open) => !open && setTyped("")}
      />
      {found.isError && (
        <p className="import-refused" role="alert">
          {problemText(asProblem(found.error), words)}
        </p>
      )}
      <p id={`${id}-hint`} className="quiet small">
        {found.data?.next ? say.manyBuildings : say.buildingsHint}
      </p>
    </>
  );
}
