import { Button, Modal, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat, useLanguage } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { endOfDay, instant } from "../../words/format";
import { useTitleList } from "../shell/queries";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import type { Account } from "./account-search";
import { useGivePosting, useUnitBodies } from "./queries";
import { useWords } from "../shell/words";

export function GivePosting({ account, onClose }: { account: Account | undefined; onClose: () => void }) {
  const say = useWords().admin.accounts;
  return (
    <Modal title={account && say.giveWhich(account.login)} open={account !== undefined} footer={null} destroyOnHidden onCancel={onClose}>
      {account && <PostingForm account={account} onClose={onClose} />}
    </Modal>
  );
}

function PostingForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const words = useWords();
  const { zone } = useLanguage();
  const say = words.admin.posting;
  const f = useFormat();
  const tell = useTell();
  const titles = useTitleList().data ?? [];
  const give = useGivePosting(account.id);
  const [title, setTitle] = useState<string>();
  const [unit, setUnit] = useState<string>();
  const [body, setBody] = useState<string>();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const bodies = useUnitBodies(unit).data?.items ?? [];
  const chosen = titles.find((one) => one.id === title);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!title) missing.push({ field: "posting-title", text: say.need.title });
    if (!unit) missing.push({ field: "posting-unit", text: say.need.unit });
    if (from && to && to < from) missing.push({ field: "posting-to", text: say.need.to });
    setErrors(missing);
    if (missing.length > 0 || !title || !unit) return;
    const order = {
      title,
      unit,
      body: body ?? null,
      from: from ? instant(from, "00:00", zone) : null,
      to: to ? endOfDay(to, zone) : null,
    };
    give.mutate(order, {
      onSuccess: () => {
        tell.done(words.admin.accounts.given);
        onClose();
      },
      onError: (error) => setErrors([{ field: "posting-title", text: problemText(asProblem(error), words) }]),
    });
  };

  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="posting-title">{say.title}</label>
      <Select
        id="posting-title"
        size="large"
        showSearch={{ optionFilterProp: "label" }}
        placeholder={say.titlePlaceholder}
        value={title ?? null}
        onChange={(id) => setTitle(id ?? undefined)}
        options={titles.map((one) => ({ value: one.id, label: f.name(one.names) }))}
      />
      {chosen && (
        <p className="quiet small">
          {say.grants(chosen.permissions.map((word) => words.account.permission[word] ?? word).join(words.listSeparator))}
          {chosen.second_factor && ` ${say.factor}`}
        </p>
      )}
      <label htmlFor="posting-unit">{say.unit}</label>
      <UnitPicker
        id="posting-unit"
        placeholder={say.unitPlaceholder}
        value={unit}
        onChange={(next) => {
          setUnit(next);
          setBody(undefined);
        }}
      />
      <label htmlFor="posting-body">{say.body}</label>
      <Select
        id="posting-body"
        allowClear
        disabled={unit === undefined}
        showSearch={{ optionFilterProp: "label" }}
        placeholder={say.bodyPlaceholder}
        value={body ?? null}
        onChange={(id) => setBody(id ?? undefined)}
        options={bodies.map((one) => ({ value: one.id, label: f.name(one.names) }))}
      />
      <label htmlFor="posting-from">{say.from}</label>
      <input id="posting-from" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      <label htmlFor="posting-to">{say.to}</label>
      <input id="posting-to" type="date" value={to} onChange={(event) => setTo(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={give.isPending}>
          {words.admin.accounts.give}
        </Button>
      </div>
    </form>
  );
}
