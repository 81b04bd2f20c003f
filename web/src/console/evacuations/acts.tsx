import { Button, Checkbox, Input, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { EvacuationDetail } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useDecide, useEnd, useTold } from "./queries";

type Act = "return" | "refuse" | "end";

const REASON = { least: 4, most: 500 };

/** What the reader may decide: each with a reason, each in the journal. */
export function Acts({ one }: { one: EvacuationDetail }) {
  const say = useWords().shelters;
  const tell = useTell();
  const told = useTold();
  const [act, setAct] = useState<Act>();
  if (one.ended_at != null) return null;
  const acts: Act[] = [];
  if (one.can.run && one.home !== "authorised") acts.push("return");
  if (one.can.refuse_return && one.home === "open") acts.push("refuse");
  if (one.can.run) acts.push("end");
  return (
    <div className="action-buttons evacuation-acts">
      {one.can.run && one.move_first && one.told_at == null && (
        <Button loading={told.isPending} onClick={() => told.mutate(one.id, { onSuccess: () => tell.done(say.act.done), onError: tell.failed })}>
          {say.tell}
        </Button>
      )}
      {acts.map((which) => (
        <Button key={which} onClick={() => setAct(which)}>
          {say.act[which]}
        </Button>
      ))}
      <Modal title={act && say.act[act]} open={act !== undefined} footer={null} destroyOnHidden onCancel={() => setAct(undefined)}>
        {act && <Form one={one} act={act} onClose={() => setAct(undefined)} />}
      </Modal>
    </div>
  );
}

function Form({ one, act, onClose }: { one: EvacuationDetail; act: Act; onClose: () => void }) {
  const words = useWords();
  const say = words.shelters.act;
  const tell = useTell();
  const decide = useDecide();
  const end = useEnd();
  const [reason, setReason] = useState("");
  const [risk, setRisk] = useState(true);
  const [rain, setRain] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const said = reason.trim();
    const short = [...said].length < REASON.least;
    setErrors(short ? [{ field: "act-reason", text: say.reasonNeed }] : []);
    if (short) return;
    const answers = {
      onSuccess: () => {
        tell.done(say.done);
        onClose();
      },
      onError: (error: unknown) => setErrors([{ field: "act-reason", text: problemText(asProblem(error), words) }]),
    };
    if (act === "end") return end.mutate({ id: one.id, reason: said }, answers);
    const ended = rain === "" ? NaN : new Date(rain).getTime();
    const body = { authorise: act === "return", reason: said, risk_high: risk, ...(!Number.isNaN(ended) && { rain_ended_at: ended }) };
    decide.mutate({ id: one.id, body }, answers);
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="act-reason">{say.reason}</label>
      <Input.TextArea id="act-reason" rows={3} maxLength={REASON.most} value={reason} onChange={(event) => setReason(event.target.value)} />
      {act === "return" && (
        <>
          <Checkbox checked={risk} onChange={(event) => setRisk(event.target.checked)}>
            {say.risk}
          </Checkbox>
          <label htmlFor="act-rain">{say.rainEnded}</label>
          <Input id="act-rain" type="datetime-local" value={rain} onChange={(event) => setRain(event.target.value)} />
        </>
      )}
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={decide.isPending || end.isPending}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}
