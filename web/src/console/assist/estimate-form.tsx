import { Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { usePageWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { assistDeskWords } from "../../words/assist-desk";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useEstimate } from "./queries";

const MOST = 20_000;

/** How many households the head of the building thinks need help: without it nobody knows how thin the register is. */
export function EstimateForm({ place, estimated }: { place: string; estimated: number | null | undefined }) {
  const words = useWords();
  const say = usePageWords(assistDeskWords).estimate;
  const tell = useTell();
  const save = useEstimate(place);
  const [text, setText] = useState(estimated == null ? "" : String(estimated));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    const wrong = !/^\d{1,5}$/.test(typed) || Number(typed) > MOST;
    setErrors(wrong ? [{ field: "assist-estimate", text: say.need }] : []);
    if (wrong) return;
    save.mutate(Number(typed), {
      onSuccess: () => tell.done(say.saved),
      onError: (error) => setErrors([{ field: "assist-estimate", text: problemText(asProblem(error), words) }]),
    });
  };
  return (
    <form className="action-form assist-estimate" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="assist-estimate">{say.label}</label>
      <div className="assist-line">
        <Input id="assist-estimate" size="large" inputMode="numeric" maxLength={5} value={text} onChange={(event) => setText(event.target.value)} />
        <Button size="large" htmlType="submit" loading={save.isPending}>
          {say.save}
        </Button>
      </div>
    </form>
  );
}
