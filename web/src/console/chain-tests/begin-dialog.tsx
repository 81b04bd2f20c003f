import { Button, Checkbox, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { usePageWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { chainWords } from "../../words/chain";
import { useSession } from "../shell/session";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useBegin } from "./queries";

/** One dialog, one's own area in it already. */
export function BeginTest() {
  const say = usePageWords(chainWords).begin;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say.open}
      </Button>
      <Modal title={say.open} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <Form onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const say = usePageWords(chainWords).begin;
  const tell = useTell();
  const begin = useBegin();
  const session = useSession();
  const [id] = useState(uuid7);
  const [unit, setUnit] = useState(session?.postings[0]?.unit.id);
  const [repeated, setRepeated] = useState(true);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setErrors(unit ? [] : [{ field: "chain-unit", text: say.needUnit }]);
    if (!unit) return;
    begin.mutate(
      { id, unit, repeated },
      {
        onSuccess: () => {
          tell.done(say.done);
          onClose();
        },
        onError: (error) => setErrors([{ field: "chain-unit", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="chain-unit">{say.unit}</label>
      <UnitPicker id="chain-unit" placeholder={say.unitHint} value={unit} onChange={setUnit} />
      <Checkbox checked={repeated} onChange={(event) => setRepeated(event.target.checked)}>
        {say.repeated}
      </Checkbox>
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={begin.isPending}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}
