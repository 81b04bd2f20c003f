import { Button, Input, Modal, QRCode } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { useConfirmFactor } from "./queries";
import { useWords } from "../shell/words";

interface Enrolment {
  secret: string;
  uri: string;
}

/** Scan, prove with a first code, write the recovery codes down. The codes are not closed away by a slip. */
export function FactorDialog({ open, enrolment, onClose }: { open: boolean; enrolment: Enrolment | undefined; onClose: () => void }) {
  const say = useWords().account.factor;
  const [codes, setCodes] = useState<string[]>();
  const close = () => {
    setCodes(undefined);
    onClose();
  };
  return (
    <Modal title={codes ? say.codes : say.set} open={open} footer={null} destroyOnHidden closable={!codes} mask={{ closable: false }} keyboard={!codes} onCancel={close}>
      {codes ? <Codes codes={codes} onKept={close} /> : enrolment && <Prove enrolment={enrolment} onProved={setCodes} onCancel={close} />}
    </Modal>
  );
}

function Prove({ enrolment, onProved, onCancel }: { enrolment: Enrolment; onProved: (codes: string[]) => void; onCancel: () => void }) {
  const words = useWords();
  const say = words.account.factor;
  const confirm = useConfirmFactor();
  const [code, setCode] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const digits = code.replace(/\s/g, "");
    if (!/^\d{6}$/.test(digits)) return setErrors([{ field: "factor-code", text: say.needFirst }]);
    confirm.mutate(digits, {
      onSuccess: onProved,
      onError: (error) => setErrors([{ field: "factor-code", text: problemText(asProblem(error), words) }]),
    });
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{say.scan}</p>
      <div className="qr">
        {/* Black on white in both themes: readers of the code count on it. */}
        <QRCode aria-label={say.qr} value={enrolment.uri} type="svg" size={184} color="#000000" bgColor="#ffffff" bordered={false} />
      </div>
      <p>
        {say.secret} <code className="secret">{enrolment.secret.replace(/(.{4})/g, "$1 ").trim()}</code>
      </p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="factor-code">{say.first}</label>
      <Input id="factor-code" size="large" inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={confirm.isPending}>
          {say.confirm}
        </Button>
      </div>
    </form>
  );
}

function Codes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const say = useWords().account.factor;
  return (
    <>
      <p>{say.codesWhat}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="form-buttons">
        <Button size="large" type="primary" onClick={onKept}>
          {say.kept}
        </Button>
      </div>
    </>
  );
}
