import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useEndCalls } from "./queries";

const REASON_MIN = 5;
const REASON_MAX = 200;

/** Ends a round of calls, with a reason that is written down. */
export function EndCalls({ round }: { round: string }) {
  const say = useWords().warnings.round;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.end}</Button>
      <Modal title={say.end} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <EndForm round={round} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function EndForm({ round, onClose }: { round: string; onClose: () => void }) {
  const words = useWords();
  const say = words.warnings.round;
  const tell = useTell();
  const end = useEndCalls();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const wrong = (text: string) => setErrors([{ field: "end-reason", text }]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    if ([...said].length < REASON_MIN) return wrong(words.board.reveal.need);
    end.mutate(
      { id: round, reason: said },
      {
        onSuccess: () => {
          tell.done(say.endedNow);
          onClose();
        },
        onError: (error) => wrong(problemText(asProblem(error), words)),
      },
    );
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.endSure}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="end-reason">{say.why}</label>
      <Input id="end-reason" size="large" maxLength={REASON_MAX} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" danger htmlType="submit" loading={end.isPending}>
          {say.end}
        </Button>
      </div>
    </form>
  );
}
