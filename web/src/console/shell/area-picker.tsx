import { useNavigate, useRouterState, useSearch } from "@tanstack/react-router";
import { Select } from "antd";
import { useState } from "react";
import { useFormat } from "../../ui/language";
import { useSystem, useUnitDetail, useUnitSearch } from "./queries";
import { useDebounced } from "./use-debounced";
import { useWords } from "./words";

/** Pages that show one area and stay when another is chosen. */
const BY_AREA = ["/hazards", "/roster", "/bodies", "/journal", "/assist"] as const;

/** A searchable list, not a tree: trees of 70,000 units are slow to walk and poor for screen readers. */
export function AreaPicker() {
  const words = useWords();
  const f = useFormat();
  const navigate = useNavigate();
  const { unit } = useSearch({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const root = useSystem().data?.root;
  const current = useUnitDetail(unit).data;
  const [typed, setTyped] = useState("");
  const found = useUnitSearch(useDebounced(typed.trim()), 20);
  const lineage = unit ? (current?.lineage ?? []) : root ? [root] : [];
  const shown = typed.trim() ? (found.data?.items ?? []) : [...lineage].reverse();
  return (
    <Select
      className="area-picker"
      aria-label={words.areaPicker.label}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      placeholder={words.areaPicker.placeholder}
      notFoundContent={found.isFetching ? words.loading : words.areaPicker.empty}
      popupMatchSelectWidth={320}
      {...(unit ? { value: unit } : root ? { value: root.id } : {})}
      options={shown.map((option) => ({
        value: option.id,
        label: f.name(option.names),
        kind: words.kinds[option.kind],
        code: option.code,
      }))}
      optionRender={(option) => (
        <span className="option-row">
          <span>{option.label}</span>
          <span className="quiet num">
            {option.data.kind} {option.data.code}
          </span>
        </span>
      )}
      onChange={(id: string) => {
        setTyped("");
        const next = id === root?.id ? undefined : id;
        const search = (old: object) => ({ ...old, unit: next, sel: undefined, q: undefined });
        void navigate({ to: BY_AREA.find((page) => path.startsWith(page)) ?? "/units", search });
      }}
      onOpenChange={(open) => !open && setTyped("")}
    />
  );
}
