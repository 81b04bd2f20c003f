import { Input, Select, type InputRef } from "antd";
import { useEffect, useEffectEvent, useState, type RefObject } from "react";
import type { HazardCounts } from "../../api/types";
import { useFormat } from "../../ui/language";
import { DUE, type HazardSearch } from "../search";
import { useCatalogue } from "../shell/queries";
import { useDebounced } from "../shell/use-debounced";
import { useWords } from "../shell/words";
import { useBodies } from "./queries";

/** The queues that people work from; each is a set of states. */
const QUEUES = [
  { key: "open", states: undefined },
  { key: "reported", states: ["reported"] },
  { key: "accepted", states: ["accepted"] },
  { key: "assigned", states: ["assigned"] },
  { key: "rectifying", states: ["controlled", "rectifying"] },
  { key: "awaiting_verification", states: ["awaiting_verification"] },
  { key: "verified", states: ["verified"] },
  { key: "closed", states: ["closed"] },
  { key: "all", states: undefined },
] as const;

interface Props {
  search: HazardSearch;
  counts: HazardCounts | undefined;
  box: RefObject<InputRef | null>;
  change: (next: Partial<HazardSearch>) => void;
}

export function HazardFilters({ search, counts, box, change }: Props) {
  const words = useWords();
  const f = useFormat();
  const catalogue = useCatalogue().data?.items ?? [];
  const bodies = useBodies(search.unit);
  const label = (key: (typeof QUEUES)[number]["key"]) =>
    key === "open" ? words.units.columns.open : key === "all" ? words.all : words.hazards.state[key];
  const total = (queue: (typeof QUEUES)[number]) => {
    if (!counts) return undefined;
    if (queue.key === "open") return counts.open;
    if (queue.key === "all") return Object.values(counts.by_state).reduce((sum, n) => sum + n, 0);
    return queue.states.reduce((sum, state) => sum + (counts.by_state[state] ?? 0), 0);
  };
  const value = (queue: (typeof QUEUES)[number]) => (queue.key === "open" ? undefined : (queue.states?.join(",") ?? "all"));
  return (
    <div className="filters" role="search" aria-label={words.hazards.filters}>
      <div className="chips" role="group" aria-label={words.hazards.filterState}>
        {QUEUES.map((queue) => (
          <button
            key={queue.key}
            type="button"
            className="chip"
            aria-pressed={search.state === value(queue)}
            onClick={() => change({ state: value(queue) })}
          >
            {label(queue.key)} <span className="num">{total(queue) === undefined ? "" : f.number(total(queue)!)}</span>
          </button>
        ))}
      </div>
      <div className="filter-row">
        <SearchText value={search.q} box={box} onChange={(q) => change({ q })} />
        <Select
          allowClear
          className="filter-category"
          aria-label={words.hazards.filterCategory}
          placeholder={words.hazards.filterCategory}
          value={search.category ?? null}
          showSearch={{ optionFilterProp: "label" }}
          popupMatchSelectWidth={280}
          options={catalogue.map((item) => ({ value: item.id, label: `${item.id} ${f.name(item.names)}` }))}
          onChange={(category) => change({ category: category ?? undefined })}
        />
        <Select
          allowClear
          className="filter-due"
          aria-label={words.queue.due}
          placeholder={words.queue.dueAny}
          value={search.due ?? null}
          options={DUE.map((value) => ({ value, label: value === "over" && counts ? `${words.queue.dueChoice.over} ${f.number(counts.overdue)}` : words.queue.dueChoice[value] }))}
          onChange={(due) => change({ due: due ?? undefined })}
        />
        <Select
          allowClear
          className="filter-category"
          aria-label={words.queue.body}
          placeholder={words.queue.bodyAny}
          value={search.body ?? null}
          showSearch={{ optionFilterProp: "label" }}
          popupMatchSelectWidth={320}
          loading={bodies.isPending}
          options={(bodies.data?.items ?? []).map((body) => ({ value: body.id, label: f.name(body.names) }))}
          onChange={(body) => change({ body: body ?? undefined })}
        />
        <button type="button" className="chip" aria-pressed={search.mine === true} title={words.queue.mineHint} onClick={() => change({ mine: search.mine ? undefined : true })}>
          {words.queue.mine}
        </button>
      </div>
    </div>
  );
}

function SearchText({ value, box, onChange }: { value: string | undefined; box: Props["box"]; onChange: (q: string | undefined) => void }) {
  const words = useWords();
  const [text, setText] = useState(value ?? "");
  const settled = useDebounced(text.trim(), 300);
  // The address may change under the box: a saved view, the back button.
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if ((value ?? "") !== settled) setText(value ?? "");
  }
  const ask = useEffectEvent(() => {
    if (settled !== (value ?? "") && settled === text.trim()) onChange(settled || undefined);
  });
  useEffect(() => ask(), [settled]);
  return (
    <Input
      ref={box}
      allowClear
      className="filter-text"
      aria-label={words.hazards.filterText}
      placeholder={words.hazards.filterText}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
