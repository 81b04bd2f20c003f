import { Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useDebounced } from "../shell/use-debounced";
import { useWords } from "../shell/words";
import type { Building } from "./order-draft";
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
  const options = (found.data?.items ?? []).map((place) => {
    const own = f.name(place.names) || place.code;
    // Every grid has a building 1.
    return { value: place.id, label: place.unit && place.unit.id !== unit ? `${own} · ${f.name(place.unit.names)}` : own };
  });
  return (
    <>
      <Select<Building[]>
        id={id}
        mode="multiple"
        labelInValue
        allowClear
        disabled={!unit}
        showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
        placeholder={say.allBuildings}
        notFoundContent={found.isFetching ? words.loading : typed.trim() ? say.noBuilding : say.noBuildings}
        value={value}
        options={options}
        aria-describedby={`${id}-hint`}
        onChange={(chosen) => {
          setTyped("");
          onChange(chosen.map((one) => ({ value: one.value, label: one.label })));
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
