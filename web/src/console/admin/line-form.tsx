import { Button, Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useRequestKey } from "../shell/use-request-key";
import { useTell } from "../shell/use-tell";
import { label, type Post } from "./post-name";
import { useAddLine } from "./queries";
import { useWords } from "../shell/words";

const WEEK = [1, 2, 3, 4, 5, 6, 7];

export function LineForm({ unit, posts, onClose }: { unit: string; posts: Post[]; onClose: () => void }) {
  const words = useWords();
  const say = words.admin.roster;
  const ask = say.form;
  const f = useFormat();
  const tell = useTell();
  const add = useAddLine(unit);
  const [key, answered] = useRequestKey();
  const [posting, setPosting] = useState<string>();
  const [values, setValues] = useState({ kind: "day", start: "08:30", end: "17:30", from: "", to: "", leader: false });
  const [days, setDays] = useState<number[]>(WEEK);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const set = (more: Partial<typeof values>) => setValues((old) => ({ ...old, ...more }));

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!posting) missing.push({ field: "line-posting", text: ask.need.post });
    if (!values.kind.trim()) missing.push({ field: "line-kind", text: ask.need.kind });
    if (!values.start || !values.end) missing.push({ field: "line-start", text: ask.need.time });
    if (days.length === 0) missing.push({ field: "line-days", text: ask.need.days });
    if (values.from && values.to && values.to < values.from) missing.push({ field: "line-to", text: ask.need.to });
    setErrors(missing);
    if (missing.length > 0 || !posting) return;
    const line = { ...values, kind: values.kind.trim(), posting, days: [...days].sort(), from: values.from || null, to: values.to || null };
    add.mutate(
      { key, line },
      {
        onSuccess: () => {
          tell.done(say.added);
          onClose();
        },
        onError: (error) => {
          const problem = asProblem(error);
          answered(problem);
          setErrors([{ field: "line-posting", text: problemText(problem, words) }]);
        },
      },
    );
  };

  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="line-posting">{ask.post}</label>
      <Select
        id="line-posting"
        size="large"
        showSearch={{ optionFilterProp: "label" }}
        placeholder={ask.postPlaceholder}
        value={posting ?? null}
        onChange={(id) => setPosting(id ?? undefined)}
        options={posts.map((post) => ({ value: post.id, label: label(f, post) }))}
      />
      <label htmlFor="line-kind">{ask.kind}</label>
      <Select
        id="line-kind"
        value={values.kind in say.kind ? values.kind : "other"}
        onChange={(kind) => set({ kind: kind === "other" ? "" : kind })}
        options={[...Object.entries(say.kind).map(([value, text]) => ({ value, label: text })), { value: "other", label: words.bodyKinds["other"] }]}
      />
      {!(values.kind in say.kind) && <Input aria-label={ask.kind} maxLength={16} value={values.kind} onChange={(event) => set({ kind: event.target.value })} />}
      <div className="two-fields">
        <div>
          <label htmlFor="line-start">{ask.start}</label>
          <input id="line-start" type="time" value={values.start} onChange={(event) => set({ start: event.target.value })} />
        </div>
        <div>
          <label htmlFor="line-end">{ask.end}</label>
          <input id="line-end" type="time" value={values.end} onChange={(event) => set({ end: event.target.value })} />
        </div>
      </div>
      <p className="quiet small">{ask.endHint}</p>
      <fieldset id="line-days" className="choices" tabIndex={-1}>
        <legend>{ask.days}</legend>
        <Checkbox.Group value={days} onChange={setDays} options={WEEK.map((value) => ({ value, label: say.weekday[value] }))} />
      </fieldset>
      <div className="two-fields">
        <div>
          <label htmlFor="line-from">{ask.from}</label>
          <input id="line-from" type="date" value={values.from} onChange={(event) => set({ from: event.target.value })} />
        </div>
        <div>
          <label htmlFor="line-to">{ask.to}</label>
          <input id="line-to" type="date" value={values.to} onChange={(event) => set({ to: event.target.value })} />
        </div>
      </div>
      <Checkbox checked={values.leader} onChange={(event) => set({ leader: event.target.checked })}>
        {ask.leader}
      </Checkbox>
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={add.isPending}>
          {say.add}
        </Button>
      </div>
    </form>
  );
}
