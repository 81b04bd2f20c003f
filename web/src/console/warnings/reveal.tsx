import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { CallView } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useWords } from "../shell/words";
import { useReveal } from "./queries";

const REASON_MIN = 5;
const REASON_MAX = 200;

/** A person's name takes a reason and leaves a trace; it is shown until the dialog closes. */
export function Reveal({ call, post, reason = "" }: { call: Pick<CallView, "id">; post: string; reason?: string }) {
  const say = useWords().board.calls;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-label={say.revealWhich(post)} onClick={() => setOpen(true)}>
        {say.reveal}
      </Button>
      <Modal
        title={post}
        open={open}
        footer={null}
        destroyOnHidden
        onCancel={() => setOpen(false)}
        afterOpenChange={(shown) => shown && document.getElementById("reveal-reason")?.focus()}
      >
        <RevealForm id={call.id} first={reason} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function RevealForm({ id, first, onClose }: { id: string; first: string; onClose: () => void }) {
  const words = useWords();
  const say = words.board.reveal;
  const f = useFormat();
  const reveal = useReveal();
  const [reason, setReason] = useState(first);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    const short = [...said].length < REASON_MIN;
    setErrors(short ? [{ field: "reveal-reason", text: say.need }] : []);
    if (short) return;
    reveal.mutate({ id, reason: said }, { onError: (error) => setErrors([{ field: "reveal-reason", text: problemText(asProblem(error), words) }]) });
  };
  if (reveal.data) {
    const { names, phone } = reveal.data;
    return (
      <div className="revealed" role="status">
        <p>
          <strong>{f.name(names)}</strong>
        </p>
        {phone ? (
          <a className="button-link num" href={`tel:${phone}`}>
            {say.call(phone)}
          </a>
        ) : (
          <p>{say.noPhone}</p>
        )}
        <div className="form-buttons">
          <Button size="large" onClick={onClose}>
            {say.done}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="reveal-reason">{say.reason}</label>
      <Input id="reveal-reason" size="large" maxLength={REASON_MAX} placeholder={say.reasonHint} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={reveal.isPending}>
          {say.show}
        </Button>
      </div>
    </form>
  );
}
