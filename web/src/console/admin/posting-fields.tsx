import { Select } from "antd";
import { useFormat } from "../../ui/language";
import { useTitleList } from "../shell/queries";
import { UnitPicker } from "../shell/unit-picker";
import { useWords } from "../shell/words";
import type { PostingDraft } from "./posting-draft";
import { useUnitBodies } from "./queries";

interface Props {
  draft: PostingDraft;
  onChange: (change: Partial<PostingDraft>) => void;
}

/** Title, area, body and days of a post. */
export function PostingFields({ draft, onChange }: Props) {
  const words = useWords();
  const say = words.admin.posting;
  const f = useFormat();
  const titles = useTitleList().data ?? [];
  const bodies = useUnitBodies(draft.unit).data?.items ?? [];
  const chosen = titles.find((one) => one.id === draft.title);
  return (
    <>
      <label htmlFor="posting-title">{say.title}</label>
      <Select
        id="posting-title"
        size="large"
        showSearch={{ optionFilterProp: "label" }}
        placeholder={say.titlePlaceholder}
        value={draft.title ?? null}
        onChange={(id) => onChange({ title: id ?? undefined })}
        options={titles.map((one) => ({ value: one.id, label: f.name(one.names) }))}
      />
      {chosen && (
        <p className="quiet small">
          {say.grants(chosen.permissions.map((word) => words.account.permission[word] ?? word).join(words.listSeparator))}
          {chosen.second_factor && ` ${say.factor}`}
        </p>
      )}
      <label htmlFor="posting-unit">{say.unit}</label>
      <UnitPicker id="posting-unit" placeholder={say.unitPlaceholder} value={draft.unit} onChange={(unit) => onChange({ unit, body: undefined })} />
      <label htmlFor="posting-body">{say.body}</label>
      <Select
        id="posting-body"
        allowClear
        disabled={draft.unit === undefined}
        showSearch={{ optionFilterProp: "label" }}
        placeholder={say.bodyPlaceholder}
        value={draft.body ?? null}
        onChange={(id) => onChange({ body: id ?? undefined })}
        options={bodies.map((one) => ({ value: one.id, label: f.name(one.names) }))}
      />
      <label htmlFor="posting-from">{say.from}</label>
      <input id="posting-from" type="date" value={draft.from} onChange={(event) => onChange({ from: event.target.value })} />
      <label htmlFor="posting-to">{say.to}</label>
      <input id="posting-to" type="date" value={draft.to} onChange={(event) => onChange({ to: event.target.value })} />
    </>
  );
}
