import { useNavigate } from "@tanstack/react-router";
import { Button, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat, useLanguage } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { faultsOf, freshDraft, orderOf, type Draft } from "./order-draft";
import { OrderFields } from "./order-fields";
import { calledPart, doubted, partField, refusedPart } from "./order-parts";
import { newId, useOrder } from "./queries";

interface Asked {
  /** Of which unit, where a plan asks for it. */
  unit?: string | undefined;
  /** The response whose plan that is. */
  cause?: string | undefined;
}

/** People first, the report after: one page, nothing that must be known but where and from what. */
export function OrderForm({ unit, cause }: Asked) {
  const say = useWords().shelters.order;
  const [open, setOpen] = useState(unit !== undefined);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say.open}
      </Button>
      <Modal title={say.open} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <Form unit={unit} cause={cause} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Form({ unit: asked, cause, onClose }: Asked & { onClose: () => void }) {
  const words = useWords();
  const say = words.shelters.order;
  const { zone } = useLanguage();
  const f = useFormat();
  const tell = useTell();
  const navigate = useNavigate();
  const order = useOrder();
  const [id] = useState(newId);
  const [draft, setDraft] = useState(() => freshDraft(asked, Date.now(), zone));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const refused = (sent: Draft, error: unknown) => {
    const problem = asProblem(error);
    const one = refusedPart(sent.buildings, problem);
    if (one && problem.code === "shelter_doubtful") {
      setDraft((now) => ({ ...now, buildings: doubted(now.buildings, one, problem.fields.map(({ code }) => code)) }));
      return setErrors([{ field: partField(one, "sure"), text: say.part.needSure(calledPart(one)) }]);
    }
    const text = problemText(problem, words);
    if (one) return setErrors([{ field: partField(one, "shelter"), text: `${calledPart(one)}${words.colon}${text}` }]);
    setErrors([{ field: problem.code === "group_invalid" ? "order-buildings" : "order-unit", text }]);
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const faults = faultsOf(draft, Date.now(), zone, say, f.number);
    setErrors(faults);
    if (faults.length > 0 || !draft.unit) return;
    order.mutate(orderOf(draft, draft.unit, { id, cause }, zone), {
      onSuccess: (made) => {
        tell.done(say.done);
        onClose();
        void navigate({ to: "/evacuations/$id", params: { id: made.id } });
      },
      onError: (error) => refused(draft, error),
    });
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <OrderFields draft={draft} onChange={setDraft} />
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={order.isPending}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}
