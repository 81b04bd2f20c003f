import { useNavigate } from "@tanstack/react-router";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { SessionView } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useErase } from "./queries";
import { useWords } from "../shell/words";

export function Erasure({ session }: { session: SessionView }) {
  const words = useWords();
  const say = words.account.erasure;
  const [open, setOpen] = useState(false);
  const held = session.postings.length > 0;
  return (
    <Section id="erasure" title={say.title}>
      <p>{say.what}</p>
      {held ? <p className="quiet">{say.held}</p> : <Button onClick={() => setOpen(true)}>{say.start}</Button>}
      <Modal title={say.title} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <EraseForm login={session.account.login} onCancel={() => setOpen(false)} />
      </Modal>
    </Section>
  );
}

/** Typing the own sign-in name is slower than a click, and that is its purpose. */
function EraseForm({ login, onCancel }: { login: string; onCancel: () => void }) {
  const words = useWords();
  const say = words.account.erasure;
  const tell = useTell();
  const navigate = useNavigate();
  const erase = useErase();
  const [typed, setTyped] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== login) return setErrors([{ field: "erase-login", text: say.need }]);
    erase.mutate(undefined, {
      onSuccess: () => {
        tell.done(say.done);
        void navigate({ to: "/units" });
      },
      onError: (error) => setErrors([{ field: "erase-login", text: problemText(asProblem(error), words) }]),
    });
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="erase-login">{say.type(login)}</label>
      <Input id="erase-login" size="large" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={erase.isPending}>
          {say.sure}
        </Button>
      </div>
    </form>
  );
}
