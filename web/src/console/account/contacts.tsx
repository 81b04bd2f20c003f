import { App, Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { ContactKind, Holdings } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { Read, Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useHoldings, useSetContact } from "./queries";
import { useWords } from "../shell/words";

const KINDS: readonly ContactKind[] = ["phone", "email"];

export function Contacts() {
  const say = useWords().account.contacts;
  const holdings = useHoldings();
  return (
    <Section id="contacts" title={say.title}>
      <p className="quiet small">{say.what}</p>
      <Read query={holdings}>
        {({ contacts }) => KINDS.map((kind) => <Contact key={kind} kind={kind} held={contacts.find((one) => one.kind === kind)} />)}
      </Read>
    </Section>
  );
}

function Contact({ kind, held }: { kind: ContactKind; held: Holdings["contacts"][number] | undefined }) {
  const words = useWords();
  const say = words.account.contacts;
  const f = useFormat();
  const { modal } = App.useApp();
  const tell = useTell();
  const set = useSetContact();
  const [text, setText] = useState<string>();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const name = say.kind[kind] ?? kind;
  const value = text ?? held?.value ?? "";
  const field = `contact-${kind}`;

  const save = (event: React.FormEvent) => {
    event.preventDefault();
    if (!value.trim()) return setErrors([{ field, text: say.need[kind] ?? "" }]);
    set.mutate(
      { kind, value: value.trim() },
      {
        onSuccess: () => {
          setErrors([]);
          setText(undefined);
          tell.done(say.saved);
        },
        onError: (error) => setErrors([{ field, text: problemText(asProblem(error), words) }]),
      },
    );
  };
  const remove = () =>
    modal.confirm({
      title: `${say.remove} ${name}`,
      content: say.removeSure(name),
      okText: say.remove,
      cancelText: words.cancel,
      onOk: () =>
        set.mutate(
          { kind, value: null },
          {
            onSuccess: () => {
              setText(undefined);
              tell.done(say.removed);
            },
            onError: tell.failed,
          },
        ),
    });
  return (
    <form className="contact" noValidate onSubmit={save}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor={field}>
        {name} {held ? <span className="quiet small num">{say.changed(f.dateTime(held.changed_at))}</span> : <span className="quiet small">{say.none}</span>}
      </label>
      <div className="contact-line">
        <Input id={field} type={kind === "phone" ? "tel" : "email"} autoComplete={kind === "phone" ? "tel" : "email"} value={value} onChange={(event) => setText(event.target.value)} />
        <Button htmlType="submit" loading={set.isPending} disabled={text === undefined || text === held?.value} aria-label={`${say.save} ${name}`}>
          {say.save}
        </Button>
        {held && (
          <Button onClick={remove} aria-label={`${say.remove} ${name}`}>
            {say.remove}
          </Button>
        )}
      </div>
    </form>
  );
}
