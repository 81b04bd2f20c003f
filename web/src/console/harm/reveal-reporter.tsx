import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { HarmView } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useWords } from "../shell/words";
import { useRevealReporter } from "./queries";

const REASON_MIN = 5;
const REASON_MAX = 200;

/** Who reported, for those who look into concealment; shown until the dialog closes. */
export function RevealReporter({ report }: { report: HarmView }) {
  const say = useWords().harmDesk;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.reveal}</Button>
      <Modal title={say.reveal} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <RevealForm report={report} />
      </Modal>
    </>
  );
}

function RevealForm({ report }: { report: HarmView }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  const reveal = useRevealReporter();
  const [number, setNumber] = useState(1);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    const short = [...said].length < REASON_MIN;
    setErrors(short ? [{ field: "harm-reason", text: say.reasonHint }] : []);
    if (short) return;
    reveal.mutate({ id: report.id, number, reason: said }, { onError: (error) => setErrors([{ field: "harm-reason", text: problemText(asProblem(error), words) }]) });
  };
  if (reveal.data) {
    const { names, title, unit } = reveal.data;
    return (
      <p role="status">
        <strong>{f.name(names)}</strong> {title && f.name(title)} {unit && f.name(unit.names)}
      </p>
    );
  }
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.revealWhat}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="harm-number">{say.number}</label>
      <Select id="harm-number" size="large" value={number} options={report.versions.map((version) => ({ value: version.number, label: say.version(String(version.number)) }))} onChange={setNumber} />
      <label htmlFor="harm-reason">{say.reason}</label>
      <Input id="harm-reason" size="large" maxLength={REASON_MAX} placeholder={say.reasonHint} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" type="primary" htmlType="submit" loading={reveal.isPending}>
          {say.show}
        </Button>
      </div>
    </form>
  );
}
