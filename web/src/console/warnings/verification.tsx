import { Button, Input } from "antd";
import { useState } from "react";
import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useVerify, type VerificationOrder } from "./queries";

const WORDS: VerificationOrder["verification"][] = ["hit", "false_alarm"];

/** After its end: whether what it warned of came. */
export function Verification({ warning }: { warning: WarningView }) {
  const say = useWords().issuers.verify;
  const f = useFormat();
  const [again, setAgain] = useState(false);
  const said = warning.verification;
  if (!said && !warning.may_verify) return null;
  return (
    <section className="block" aria-labelledby="verification-title">
      <h2 id="verification-title">{say.title}</h2>
      {said && (
        <p>
          <strong>{say.said(say[said.verification], f.dateTime(said.at))}</strong> {said.note}
        </p>
      )}
      {warning.may_verify && (said && !again ? <Button onClick={() => setAgain(true)}>{say.again}</Button> : <Ask warning={warning} done={() => setAgain(false)} />)}
    </section>
  );
}

function Ask({ warning, done }: { warning: WarningView; done: () => void }) {
  const say = useWords().issuers.verify;
  const tell = useTell();
  const verify = useVerify(warning.id);
  const [note, setNote] = useState(warning.verification?.note ?? "");
  const send = (verification: VerificationOrder["verification"]) =>
    verify.mutate(
      { verification, ...(note.trim() && { note }) },
      {
        onSuccess: () => {
          tell.done(say.done(say[verification]));
          done();
        },
        onError: tell.failed,
      },
    );
  return (
    <>
      <p id="verification-ask">{say.ask}</p>
      <Input aria-label={say.note} placeholder={say.note} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      <div className="verification-buttons" role="group" aria-labelledby="verification-ask">
        {WORDS.map((word) => (
          <Button key={word} disabled={verify.isPending} onClick={() => send(word)}>
            {say[word]}
          </Button>
        ))}
      </div>
    </>
  );
}
