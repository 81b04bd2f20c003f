import { Button, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { AssistLine } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { usePageWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { assistDeskWords } from "../../words/assist-desk";
import { BriefDialog } from "../shell/brief-dialog";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useHelperPosts } from "./posts";
import { useNameHelpers } from "./queries";

const MOST = 2;

interface Props {
  line: AssistLine;
  which: string;
  unit: string | undefined;
  onClose: () => void;
}

/** Names posts that may see this one entry at any time. */
export function NameHelpers({ line, which, unit, onClose }: Props) {
  const words = useWords();
  const { name: say, entries } = usePageWords(assistDeskWords);
  const tell = useTell();
  const { posts, error } = useHelperPosts({ unit, manages: true });
  const save = useNameHelpers();
  const [helpers, setHelpers] = useState(line.helpers);
  const [errors, setErrors] = useState<FieldError[]>([]);
  // One that is named already stays, known or not.
  const options = [...new Set([...line.helpers, ...posts.keys()])].map((id) => ({ value: id, label: posts.get(id) ?? entries.otherPost }));
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id: line.id, postings: helpers },
      {
        onSuccess: () => {
          tell.done(say.saved);
          onClose();
        },
        onError: (error) => setErrors([{ field: "assist-helpers", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <BriefDialog title={say.openWhich(which)} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <p>{say.what}</p>
        <ErrorSummary title={words.problem.title} errors={errors} />
        <label htmlFor="assist-helpers">{say.label}</label>
        <Select<string[]> id="assist-helpers" mode="multiple" size="large" maxCount={MOST} value={helpers} options={options} optionFilterProp="label" aria-describedby="assist-helpers-hint" onChange={setHelpers} />
        {error && (
          <p className="import-refused" role="alert">
            {problemText(asProblem(error), words)}
          </p>
        )}
        <p id="assist-helpers-hint" className="quiet small">
          {say.hint}
        </p>
        <div className="form-buttons">
          <Button size="large" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button size="large" type="primary" htmlType="submit" loading={save.isPending}>
            {say.save}
          </Button>
        </div>
      </form>
    </BriefDialog>
  );
}
