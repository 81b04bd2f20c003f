import { Button, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useLanguage } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useRequestKey } from "../shell/use-request-key";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import type { Account } from "./account-search";
import { EMPTY_POSTING, postingErrors, postingOrder } from "./posting-draft";
import { PostingFields } from "./posting-fields";
import { useGivePosting } from "./queries";

export function GivePosting({ account, onClose }: { account: Account | undefined; onClose: () => void }) {
  const say = useWords().admin.accounts;
  return (
    <Modal title={account && say.giveWhich(account.login)} open={account !== undefined} footer={null} destroyOnHidden onCancel={onClose}>
      {account && <PostingForm account={account} onClose={onClose} />}
    </Modal>
  );
}

function PostingForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const words = useWords();
  const { zone } = useLanguage();
  const tell = useTell();
  const give = useGivePosting(account.id);
  const [key, answered] = useRequestKey();
  const [draft, setDraft] = useState(EMPTY_POSTING);
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing = postingErrors(draft, words.admin.posting.need);
    setErrors(missing);
    const order = postingOrder(draft, zone);
    if (missing.length > 0 || !order) return;
    give.mutate(
      { key, order },
      {
        onSuccess: () => {
          tell.done(words.admin.accounts.given);
          onClose();
        },
        onError: (error) => {
          const problem = asProblem(error);
          answered(problem);
          setErrors([{ field: "posting-title", text: problemText(problem, words) }]);
        },
      },
    );
  };

  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <PostingFields draft={draft} onChange={(change) => setDraft((old) => ({ ...old, ...change }))} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={give.isPending}>
          {words.admin.accounts.give}
        </Button>
      </div>
    </form>
  );
}
