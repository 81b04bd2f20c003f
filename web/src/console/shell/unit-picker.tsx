import { Select } from "antd";
import { useState } from "react";
import { useFormat } from "../../ui/language";
import { useUnitDetail, useUnitSearch } from "./queries";
import { useDebounced } from "./use-debounced";
import { useWords } from "./words";

interface Props {
  id: string;
  placeholder: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** Any unit, by name, pinyin or code. */
export function UnitPicker({ id, placeholder, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const [typed, setTyped] = useState("");
  const found = useUnitSearch(useDebounced(typed.trim()), 20);
  const current = useUnitDetail(value).data?.unit;
  const shown = typed.trim() ? (found.data?.items ?? []) : current ? [current] : [];
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={placeholder}
      notFoundContent={found.isFetching ? words.loading : typed.trim() ? words.areaPicker.empty : words.find.hint}
      value={value ?? null}
      options={shown.map((unit) => ({ value: unit.id, label: `${f.name(unit.names)} · ${words.kinds[unit.kind]}` }))}
      onChange={(next) => {
        setTyped("");
        onChange(next ?? undefined);
      }}
    />
  );
}
