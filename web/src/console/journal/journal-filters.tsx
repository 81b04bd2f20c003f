import { Button, Select } from "antd";
import type { JournalSearch } from "../search";
import { useWords } from "../shell/words";
import { kindChoices } from "./entry-words";

interface Props {
  search: JournalSearch;
  change: (next: Partial<JournalSearch>) => void;
}

/** The area is chosen at the top; one subject or one account by the links of an entry. */
export function JournalFilters({ search, change }: Props) {
  const words = useWords();
  const say = words.journal;
  return (
    <div className="journal-filters" role="search" aria-label={say.filters}>
      <Select
        allowClear
        className="journal-kind"
        aria-label={say.kindLabel}
        placeholder={say.kindAny}
        value={search.kind ?? null}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={320}
        options={kindChoices(words)}
        onChange={(kind) => change({ kind: kind ?? undefined })}
      />
      <label>
        {say.from} <input type="date" value={search.from ?? ""} max={search.to} onChange={(event) => change({ from: event.target.value || undefined })} />
      </label>
      <label>
        {say.to} <input type="date" value={search.to ?? ""} min={search.from} onChange={(event) => change({ to: event.target.value || undefined })} />
      </label>
      {search.subject && <Button onClick={() => change({ subject: undefined })}>{say.clearFilter(say.onlySubject)}</Button>}
      {search.actor && <Button onClick={() => change({ actor: undefined })}>{say.clearFilter(say.onlyActor)}</Button>}
    </div>
  );
}
