import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { usePageWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { assistDeskWords } from "../../words/assist-desk";
import { useWords } from "../shell/words";

const REASON = { least: 4, most: 500 };

interface Props {
  say: { what: ReactNode; reason: string; hint: string; send: string };
  busy: boolean;
  /** Refused: said at the top of the form. */
  onSend: (reason: string, refused: (error: unknown) => void) => void;
  onClose: () => void;
}

/** Nothing of the register is seen, printed or deleted without a reason, which whom it is about can read. */
export function ReasonForm({ say, busy, onSend, onClose }: Props) {
  const words = useWords();
  const { reasonNeed } = usePageWords(assistDeskWords);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    const short = [...said].length < REASON.least;
    setErrors(short ? [{ field: "assist-reason", text: reasonNeed }] : []);
    if (!short) onSend(said, (error) => setErrors([{ field: "assist-reason", text: problemText(asProblem(error), words) }]));
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="assist-reason">{say.reason}</label>
      <Input id="assist-reason" size="large" autoComplete="off" maxLength={REASON.most} placeholder={say.hint} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={busy}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}
