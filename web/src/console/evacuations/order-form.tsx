import { useNavigate } from "@tanstack/react-router";
import { Button, Checkbox, Input, Modal, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { Peril } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { newId, useOrder } from "./queries";

const TEXT_MAX = 1000;

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
  const tell = useTell();
  const navigate = useNavigate();
  const order = useOrder();
  const [id] = useState(newId);
  const [unit, setUnit] = useState(asked);
  const [peril, setPeril] = useState<Peril>("flood");
  const [trigger, setTrigger] = useState("");
  const [whereTo, setWhereTo] = useState("");
  const [afterCare, setAfterCare] = useState("");
  const [moveFirst, setMoveFirst] = useState(true);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setErrors(unit ? [] : [{ field: "order-unit", text: say.needUnit }]);
    if (!unit) return;
    order.mutate(
      { id, unit, cause, peril, trigger: trigger.trim(), where_to: whereTo.trim(), after_care: afterCare.trim(), move_first: moveFirst },
      {
        onSuccess: (made) => {
          tell.done(say.done);
          onClose();
          void navigate({ to: "/evacuations/$id", params: { id: made.id } });
        },
        onError: (error) => setErrors([{ field: "order-unit", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="order-unit">{say.unit}</label>
      <UnitPicker id="order-unit" placeholder={say.unitHint} value={unit} onChange={setUnit} />
      <label htmlFor="order-peril">{say.peril}</label>
      <Select
        id="order-peril"
        value={peril}
        options={Object.entries(words.evacuation.peril).map(([value, label]) => ({ value: value as Peril, label }))}
        onChange={setPeril}
      />
      <label htmlFor="order-trigger">{say.trigger}</label>
      <Input.TextArea id="order-trigger" rows={2} maxLength={TEXT_MAX} value={trigger} onChange={(event) => setTrigger(event.target.value)} />
      <label htmlFor="order-where">{say.whereTo}</label>
      <Input.TextArea id="order-where" rows={2} maxLength={TEXT_MAX} value={whereTo} onChange={(event) => setWhereTo(event.target.value)} />
      <label htmlFor="order-care">{say.afterCare}</label>
      <Input.TextArea id="order-care" rows={2} maxLength={TEXT_MAX} value={afterCare} onChange={(event) => setAfterCare(event.target.value)} />
      <Checkbox checked={moveFirst} onChange={(event) => setMoveFirst(event.target.checked)}>
        {say.moveFirst}
      </Checkbox>
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
