import { Button, Input, InputNumber, Radio } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import { useWords } from "../shell/words";
import { useReportTask, type TaskView } from "./queries";

/** A desk reports for a unit that told it so. */
export function TaskDialog({ task, onClose }: { task: TaskView; onClose: () => void }) {
  const words = useWords();
  const say = words.responses;
  const f = useFormat();
  const report = useReportTask();
  const [key] = useState(uuid7);
  const [state, setState] = useState<"done" | "not_needed">("done");
  const [amount, setAmount] = useState<number | null>(null);
  const [note, setNote] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const counted = task.kind !== "do";
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (state === "done" && counted && amount === null) missing.push({ field: "task-amount", text: say.amountNeed });
    if (state === "not_needed" && note.trim() === "") missing.push({ field: "task-note", text: say.noteNeed });
    setErrors(missing);
    if (missing.length > 0) return;
    report.mutate(
      { id: task.id, key, body: { state, note: note.trim(), ...(amount !== null && { amount }) } },
      { onSuccess: onClose, onError: (error) => setErrors([{ field: "task-note", text: problemText(asProblem(error), words) }]) },
    );
  };
  return (
    <BriefDialog title={`${f.name(task.unit?.names ?? {})} · ${f.name(task.names)}`} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <ErrorSummary title={words.problem.title} errors={errors} />
        <Radio.Group value={state} onChange={(event) => setState(event.target.value as "done" | "not_needed")}>
          <Radio value="done">{say.done}</Radio>
          <Radio value="not_needed">{say.notNeeded}</Radio>
        </Radio.Group>
        {counted && (
          <>
            <label htmlFor="task-amount">
              {say.amount} <span className="quiet small">{say.amountHint[task.kind]}</span>
            </label>
            <InputNumber id="task-amount" min={0} max={100000} value={amount} onChange={setAmount} />
          </>
        )}
        <label htmlFor="task-note">{state === "not_needed" ? say.noteNeed : say.note}</label>
        <Input id="task-note" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        <Button type="primary" size="large" htmlType="submit" loading={report.isPending}>
          {state === "done" ? words.responseDesk.taskReport : words.responseDesk.taskNotNeeded}
        </Button>
      </form>
    </BriefDialog>
  );
}
