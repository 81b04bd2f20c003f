import { Button, Input } from "antd";
import { useRef, useState } from "react";
import { asProblem, worthRetrying } from "../../api/problem";
import type { ActionWord, HazardDetail } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { fieldsOf, missing, request, type Values } from "./action-fields";
import { BodyPicker } from "./body-picker";
import { ChoicePicker } from "./choice-picker";
import { Conflict } from "./conflict";
import { DayPicker } from "./day-picker";
import { HazardPicker } from "./hazard-picker";
import { OpenPicker } from "./open-picker";
import { useAct, useRefetchHazard } from "./queries";

interface Props {
  action: ActionWord;
  detail: HazardDetail;
  onDone: () => void;
  onCancel: () => void;
}

export function ActionForm({ action, detail, onDone, onCancel }: Props) {
  const words = useWords();
  const say = words.hazards.actions;
  const fields = fieldsOf(action);
  const act = useAct(detail.hazard.id);
  const refetch = useRefetchHazard(detail.hazard.id);
  const key = useRef(uuid7());
  const [version, setVersion] = useState(detail.hazard.version);
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [conflict, setConflict] = useState<HazardDetail>();
  const set = (field: keyof Values) => (value: string | number | undefined) => setValues((old) => ({ ...old, [field]: value }));
  const textKind = fields.reason ? "reason" : fields.note ? "note" : undefined;
  const required = textKind !== undefined && fields[textKind] === "required";

  const send = (at: number) => {
    const needs = missing(action, values);
    const need = (field: keyof Values) => (field === "text" && textKind === "reason" ? say.needReason : say.need[field]);
    setErrors(needs.map((field) => ({ field: `action-${field}`, text: need(field) })));
    if (needs.length > 0) return;
    act.mutate(
      { key: key.current, action: request(action, at, values) },
      {
        onSuccess: onDone,
        onError: async (error) => {
          const problem = asProblem(error);
          // The same key again only where the first try may have arrived; a refusal is answered by a new request.
          if (!worthRetrying(problem)) key.current = uuid7();
          if (problem.code === "version_conflict") setConflict(await refetch());
          else setErrors([{ field: textKind ? "action-text" : "action-body", text: problemText(problem, words) }]);
        },
      },
    );
  };

  if (conflict) {
    const again = () => {
      setConflict(undefined);
      setVersion(conflict.hazard.version);
      send(conflict.hazard.version);
    };
    return <Conflict action={action} seen={version} now={conflict} onLook={onCancel} onAnyway={again} />;
  }
  return (
    <form
      className="action-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(version);
      }}
    >
      <ErrorSummary title={say.summary} errors={errors} />
      {fields.open && <OpenPicker id="action-open" which={fields.open} more={detail.more} value={values.open} onChange={set("open")} />}
      {fields.choice && <ChoicePicker id="action-choice" which={fields.choice} value={values.choice} onChange={set("choice")} />}
      {fields.body && (
        <BodyPicker id="action-body" label={say.bodyOf[action] ?? say.body} authority={action === "whistle" || action === "suspect_major"} category={action === "assign" ? detail.hazard.category : undefined} unit={detail.hazard.unit.id} value={values.body} onChange={set("body")} />
      )}
      {fields.other && <HazardPicker id="action-other" own={detail.hazard.id} closed={action === "recur"} value={values.other} onChange={set("other")} />}
      {fields.day && <DayPicker id="action-day" which={fields.day} value={values.day} onChange={set("day")} />}
      {textKind && (
        <>
          <label htmlFor="action-text">{textKind === "reason" ? say.reason : required ? say.note : say.noteOptional}</label>
          <Input.TextArea
            id="action-text"
            rows={3}
            maxLength={2000}
            value={values.text ?? ""}
            placeholder={(textKind === "reason" ? say.reasonPlaceholder : say.notePlaceholder)[action] ?? ""}
            onChange={(event) => set("text")(event.target.value)}
          />
        </>
      )}
      <div className="form-buttons">
        <Button size="large" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={act.isPending}>
          {words.hazards.action[action]}
        </Button>
      </div>
    </form>
  );
}
