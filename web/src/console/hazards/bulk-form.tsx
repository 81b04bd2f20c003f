import { Button, Input } from "antd";
import { useState } from "react";
import type { ActionWord, HazardView } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { fieldsOf, missing, type Values } from "./action-fields";
import { BodyPicker } from "./body-picker";
import { commonUnit } from "./bulk-actions";
import { DayPicker } from "./day-picker";

interface Props {
  action: ActionWord;
  chosen: readonly HazardView[];
  onSend: (values: Values) => void;
  onCancel: () => void;
}

/** The same questions as for one, asked once. */
export function BulkForm({ action, chosen, onSend, onCancel }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.hazards.actions;
  const fields = fieldsOf(action);
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const set = (field: keyof Values) => (value: string | number | undefined) => setValues((old) => ({ ...old, [field]: value }));
  const required = fields.reason !== undefined || fields.note === "required";
  const units = new Set(chosen.map((hazard) => hazard.unit.id));

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const needs = missing(action, values);
    setErrors(needs.map((field) => ({ field: `action-${field}`, text: field === "text" && fields.reason ? say.needReason : say.need[field] })));
    if (needs.length === 0) onSend(values);
  };

  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{words.queue.bulk.what}</p>
      <ErrorSummary title={say.summary} errors={errors} />
      {fields.body && (
        <>
          <BodyPicker id="action-body" label={say.bodyOf[action] ?? say.body} unit={commonUnit(chosen) ?? ""} value={values.body} onChange={set("body")} />
          {units.size > 1 && <p className="quiet small">{words.queue.bulk.unit}</p>}
        </>
      )}
      {fields.day && <DayPicker id="action-day" which={fields.day} value={values.day} onChange={set("day")} />}
      {(fields.reason || fields.note) && (
        <>
          <label htmlFor="action-text">{fields.reason ? say.reason : required ? say.note : say.noteOptional}</label>
          <Input.TextArea id="action-text" rows={3} maxLength={2000} value={values.text ?? ""} onChange={(event) => set("text")(event.target.value)} />
        </>
      )}
      <div className="form-buttons">
        <Button size="large" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit">
          {words.queue.bulk.run(words.hazards.action[action] ?? action, f.number(chosen.length))}
        </Button>
      </div>
    </form>
  );
}
