import { useMutation } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useReauthenticated } from "./reauthenticate";
import { useWords } from "./words";

const REASON_MIN = 5;
const REASON_MAX = 200;

/** What is shown: a name, and where somebody is called by phone the number, if there is one. */
interface Shown {
  names: Parameters<ReturnType<typeof useFormat>["name"]>[0];
  phone?: string | null;
}

interface Props {
  /** Which post it is, in words. */
  post: string;
  ask: (reason: string) => Promise<Shown>;
  /** A reason that most would give. */
  reason?: string;
  say: { open: string; openWhich: string; what: string; hint: string };
}

/** A person's name takes a reason and leaves a trace; it is shown until the dialog closes. */
export function Reveal({ post, ask, reason = "", say }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-label={say.openWhich} onClick={() => setOpen(true)}>
        {say.open}
      </Button>
      <Modal title={post} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <RevealForm ask={ask} first={reason} what={say.what} hint={say.hint} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function RevealForm({ ask, first, what, hint, onClose }: { ask: Props["ask"]; first: string; what: string; hint: string; onClose: () => void }) {
  const words = useWords();
  const say = words.board.reveal;
  const f = useFormat();
  const reauthenticated = useReauthenticated();
  // Kept nowhere.
  const reveal = useMutation({ gcTime: 0, mutationFn: (reason: string) => reauthenticated(() => ask(reason)) });
  const [reason, setReason] = useState(first);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    const short = [...said].length < REASON_MIN;
    setErrors(short ? [{ field: "reveal-reason", text: say.need }] : []);
    if (short) return;
    reveal.mutate(said, { onError: (error) => setErrors([{ field: "reveal-reason", text: problemText(asProblem(error), words) }]) });
  };
  if (reveal.data) {
    const { names, phone } = reveal.data;
    return (
      <div className="revealed" role="status">
        <p>
          <strong>{f.name(names)}</strong>
        </p>
        {phone && (
          <a className="button-link num" href={`tel:${phone}`}>
            {say.call(phone)}
          </a>
        )}
        {phone === null && <p>{say.noPhone}</p>}
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
      <p>{what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="reveal-reason">{say.reason}</label>
      <Input id="reveal-reason" size="large" maxLength={REASON_MAX} placeholder={hint} value={reason} onChange={(event) => setReason(event.target.value)} />
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
