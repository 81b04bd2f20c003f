import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { api, data } from "../../api/client";
import { useFormat } from "../../ui/language";
import { useDebounced } from "../shell/use-debounced";
import { useWords } from "../shell/words";

interface Props {
  id: string;
  own: string;
  /** Whether a closed hazard is looked for, or an open one. */
  closed: boolean;
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Another hazard, by number or description. */
export function HazardPicker({ id, own, closed, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.hazards.actions;
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), 300);
  const state = closed ? { state: "closed" } : { open: true };
  const found = useQuery({
    queryKey: ["hazard-picker", q, closed],
    queryFn: () => data(api.GET("/api/hazards", { params: { query: { ...state, ...(q ? { q } : {}), limit: 20 } } })),
  });
  const options = (found.data?.items ?? [])
    .filter((hazard) => hazard.id !== own)
    .map((hazard) => ({ value: hazard.id, label: `${hazard.number} ${f.name(hazard.category_names)} · ${f.name(hazard.unit.names)}` }));
  return (
    <>
      <label htmlFor={id}>{closed ? say.earlier : say.master}</label>
      <Select
        id={id}
        size="large"
        placeholder={say.hazardPlaceholder}
        value={value ?? null}
        onChange={(chosen) => chosen && onChange(chosen)}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        notFoundContent={found.isPending ? words.loading : words.hazards.empty}
        options={options}
      />
    </>
  );
}
