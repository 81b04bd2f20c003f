import { Button, Input, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { OutletKind } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { useRequestKey } from "../shell/use-request-key";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import type { ConsoleWords } from "../../words/console-zh";
import { useAddOutlet } from "./queries";

const KINDS: readonly OutletKind[] = ["dingtalk", "wecom", "feishu", "loudspeaker", "radio", "satellite"];

/** What an outlet of this kind is reached by, and how it is asked for. */
function reachedBy(kind: OutletKind, ask: ConsoleWords["outlets"]["form"]) {
  switch (kind) {
    case "loudspeaker":
      return { label: ask.topic, hint: ask.topicHint, need: ask.need.topic, placeholder: "bridgehead/speaker/01", inputMode: "text" } as const;
    case "radio":
      return { label: ask.channel, hint: ask.lineHint, need: ask.need.line, placeholder: ask.channelPlaceholder, inputMode: "text" } as const;
    case "satellite":
      return { label: ask.number, hint: ask.lineHint, need: ask.need.line, placeholder: "+8821 …", inputMode: "tel" } as const;
    default:
      return { label: ask.address, hint: ask.addressHint, need: ask.need.address, placeholder: "https://", inputMode: "url" } as const;
  }
}

export function OutletForm({ unit, onClose }: { unit: string; onClose: () => void }) {
  const words = useWords();
  const say = words.outlets;
  const ask = say.form;
  const tell = useTell();
  const add = useAddOutlet(unit);
  const [key, answered] = useRequestKey();
  const [kind, setKind] = useState<OutletKind>("dingtalk");
  const [values, setValues] = useState({ name: "", address: "", secret: "" });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const set = (more: Partial<typeof values>) => setValues((old) => ({ ...old, ...more }));
  const reached = reachedBy(kind, ask);
  const signs = kind === "dingtalk" || kind === "feishu";

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!values.name.trim()) missing.push({ field: "outlet-name", text: ask.need.name });
    if (!values.address.trim()) missing.push({ field: "outlet-address", text: reached.need });
    setErrors(missing);
    if (missing.length > 0) return;
    const order = { kind, name: values.name.trim(), address: values.address.trim(), secret: (signs && values.secret.trim()) || null };
    add.mutate(
      { key, order },
      {
        onSuccess: () => {
          tell.done(say.added);
          onClose();
        },
        onError: (error) => {
          const problem = asProblem(error);
          answered(problem);
          setErrors([{ field: "outlet-address", text: problemText(problem, words) }]);
        },
      },
    );
  };

  return (
    <form className="action-form" noValidate onSubmit={submit} autoComplete="off">
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="outlet-kind">{ask.kind}</label>
      <Select id="outlet-kind" value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: say.kind[value] }))} />
      <label htmlFor="outlet-name">{ask.name}</label>
      <Input id="outlet-name" maxLength={60} placeholder={ask.namePlaceholder} value={values.name} onChange={(event) => set({ name: event.target.value })} />
      <label htmlFor="outlet-address">{reached.label}</label>
      <Input
        id="outlet-address"
        maxLength={500}
        inputMode={reached.inputMode}
        placeholder={reached.placeholder}
        value={values.address}
        onChange={(event) => set({ address: event.target.value })}
      />
      <p className="quiet small">{reached.hint}</p>
      {signs && (
        <>
          <label htmlFor="outlet-secret">{ask.secret}</label>
          <Input.Password id="outlet-secret" autoComplete="off" maxLength={500} value={values.secret} onChange={(event) => set({ secret: event.target.value })} />
          <p className="quiet small">{ask.secretHint}</p>
        </>
      )}
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={add.isPending}>
          {say.add}
        </Button>
      </div>
    </form>
  );
}
