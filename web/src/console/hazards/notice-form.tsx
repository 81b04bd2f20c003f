import { App, Button, Input } from "antd";
import { useRef, useState } from "react";
import { asProblem, worthRetrying } from "../../api/problem";
import type { HazardDetail, NoticeView } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { BodyPicker } from "./body-picker";
import { useIssueNotice } from "./notice-queries";
import { useWords } from "../shell/words";

interface Props {
  kind: NoticeView["kind"];
  detail: HazardDetail;
  onClose: () => void;
}

const EMPTY = { recipient: "", found: "", required: "", basis: "", until: "" };
type Field = keyof typeof EMPTY;

export function NoticeForm({ kind, detail, onClose }: Props) {
  const words = useWords();
  const say = words.hazards.notices;
  const { message } = App.useApp();
  const issue = useIssueNotice(detail.hazard.id);
  const ids = useRef({ key: uuid7(), id: uuid7() });
  const [values, setValues] = useState({ ...EMPTY, recipient: detail.hazard.body?.id ?? "" });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const set = (field: Field) => (value: string) => setValues((old) => ({ ...old, [field]: value }));
  const order = kind === "rectification_order";
  const needed: Field[] = order ? ["recipient", "found", "required", "basis", "until"] : ["recipient", "found", "required", "until"];

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing = needed.filter((field) => !values[field].trim());
    setErrors(missing.map((field) => ({ field: `notice-${field}`, text: say.need[field] })));
    if (missing.length > 0) return;
    issue.mutate(
      { key: ids.current.key, draft: { id: ids.current.id, ...values } },
      {
        onSuccess: () => {
          void message.success(say.done);
          onClose();
        },
        onError: (error) => {
          const problem = asProblem(error);
          if (!worthRetrying(problem)) ids.current.key = uuid7();
          const field = problem.fields[0]?.pointer ?? "found";
          setErrors([{ field: `notice-${field}`, text: problemText(problem, words) }]);
        },
      },
    );
  };

  const text = (field: "found" | "required" | "basis", label: string, hint?: string) => (
    <>
      <label htmlFor={`notice-${field}`}>{label}</label>
      <Input.TextArea id={`notice-${field}`} rows={field === "basis" ? 2 : 3} maxLength={2000} value={values[field]} onChange={(event) => set(field)(event.target.value)} />
      {hint && <p className="quiet small">{hint}</p>}
    </>
  );
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.hazards.actions.summary} errors={errors} />
      <BodyPicker id="notice-recipient" label={say.recipient} unit={detail.hazard.unit.id} value={values.recipient || undefined} onChange={set("recipient")} />
      {text("found", say.found, say.foundHint)}
      {text("required", say.required)}
      {order && text("basis", say.basis, say.basisHint)}
      <label htmlFor="notice-until">{say.day}</label>
      <input id="notice-until" type="date" value={values.until} onChange={(event) => set("until")(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={issue.isPending}>
          {say.issue[kind]}
        </Button>
      </div>
    </form>
  );
}
