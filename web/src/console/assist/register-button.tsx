import { Button } from "antd";
import { useState } from "react";
import { ownLink } from "../../api/assist-draft";
import { copyText } from "../../ui/copy-text";
import { usePageWords } from "../../ui/language";
import { assistWords } from "../../words/assist";
import { assistDeskWords } from "../../words/assist-desk";
import { BriefDialog } from "../shell/brief-dialog";
import { RegisterForm } from "./register-form";

/** Takes an entry down for somebody who agreed (代报). */
export function RegisterButton({ place }: { place: string }) {
  const say = usePageWords(assistDeskWords).register;
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button onClick={() => setOpen(true)}>{say.open}</Button>
      {open && <RegisterDialog place={place} onClose={() => setOpen(false)} />}
    </div>
  );
}

function RegisterDialog({ place, onClose }: { place: string; onClose: () => void }) {
  const say = usePageWords(assistDeskWords).register;
  const [secret, setSecret] = useState<string>();
  return (
    // The link is given once: a slip beside the dialog must not lose it.
    <BriefDialog title={say.open} closable={!secret} keyboard={!secret} mask={{ closable: false }} onCancel={onClose}>
      {secret ? <Registered secret={secret} onClose={onClose} /> : <RegisterForm place={place} onDone={setSecret} onClose={onClose} />}
    </BriefDialog>
  );
}

function Registered({ secret, onClose }: { secret: string; onClose: () => void }) {
  const say = usePageWords(assistWords);
  const desk = usePageWords(assistDeskWords).register;
  const [copied, setCopied] = useState(false);
  const link = ownLink(secret);
  return (
    <div role="status" className="assist-seen">
      <p>
        <strong>{say.done}</strong>
      </p>
      <p>{desk.link}</p>
      <p className="assist-own num">{link}</p>
      <div className="form-buttons">
        <Button size="large" onClick={() => void copyText(link).then(setCopied)}>
          {copied ? say.copied : say.copy}
        </Button>
        <Button size="large" type="primary" onClick={onClose}>
          {desk.close}
        </Button>
      </div>
    </div>
  );
}
