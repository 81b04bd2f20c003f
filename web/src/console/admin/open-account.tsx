import { Button, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useLanguage } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useRequestKey } from "../shell/use-request-key";
import { useWords } from "../shell/words";
import { accountOrder, EMPTY_ACCOUNT, personErrors, refusedField } from "./account-draft";
import { PersonFields } from "./person-fields";
import { postingErrors } from "./posting-draft";
import { PostingFields } from "./posting-fields";
import { useOpenAccount } from "./queries";

/** The button, and behind it the form; at its end what the new owner has to do. */
export function OpenAccount() {
  const say = useWords().admin.opening;
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState<string>();
  const close = () => setOpen(false);
  const begin = () => {
    setOpened(undefined);
    setOpen(true);
  };
  return (
    <>
      <Button type="primary" onClick={begin}>
        {say.open}
      </Button>
      {/* So much typing is not closed away by a slip. */}
      <Modal title={say.open} open={open} footer={null} destroyOnHidden mask={{ closable: false }} onCancel={close}>
        {opened === undefined ? <AccountForm onOpened={setOpened} onClose={close} /> : <Opened login={opened} onClose={close} />}
      </Modal>
    </>
  );
}

function AccountForm({ onOpened, onClose }: { onOpened: (login: string) => void; onClose: () => void }) {
  const words = useWords();
  const say = words.admin.opening;
  const { zone } = useLanguage();
  const open = useOpenAccount();
  const [key, answered] = useRequestKey();
  const [draft, setDraft] = useState(EMPTY_ACCOUNT);
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing = [...personErrors(draft, say.need), ...postingErrors(draft.posting, words.admin.posting.need)];
    setErrors(missing);
    const order = accountOrder(draft, zone);
    if (missing.length > 0 || !order) return;
    open.mutate(
      { key, order },
      {
        onSuccess: () => onOpened(order.login),
        onError: (error) => {
          const problem = asProblem(error);
          answered(problem);
          setErrors([{ field: refusedField(problem), text: problem.code === "duplicate_key" ? say.taken : problemText(problem, words) }]);
        },
      },
    );
  };

  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <PersonFields draft={draft} onChange={(change) => setDraft((old) => ({ ...old, ...change }))} />
      <PostingFields draft={draft.posting} onChange={(change) => setDraft((old) => ({ ...old, posting: { ...old.posting, ...change } }))} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={open.isPending}>
          {say.open}
        </Button>
      </div>
    </form>
  );
}

function Opened({ login, onClose }: { login: string; onClose: () => void }) {
  const words = useWords();
  const say = words.admin.opening;
  return (
    <>
      <p role="status">
        <strong>{say.opened(login)}</strong> {say.sent}
      </p>
      <div className="form-buttons">
        <Button size="large" type="primary" autoFocus onClick={onClose}>
          {words.close}
        </Button>
      </div>
    </>
  );
}
