import { App, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useRenewGauge, useRevokeGauge, useSetGauge, type Gauge, type Quantity } from "./gauge-queries";

interface Props {
  gauge: Gauge | undefined;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

const COLOURS = ["blue", "yellow", "orange", "red"] as const;

/** An empty field is no level; anything else that is no number is refused by the server. */
const metres = (text: string | undefined) => (text?.trim() ? Number(text) : null);

const textsOf = (gauge: Gauge | undefined): Record<string, string> =>
  Object.fromEntries(COLOURS.flatMap((colour) => (gauge?.levels[colour] == null ? [] : [[colour, String(gauge.levels[colour])]])));

export function GaugeForm({ gauge, onSecret, onClose }: Props) {
  const words = useWords();
  const say = words.gauges.form;
  const { modal } = App.useApp();
  const tell = useTell();
  const save = useSetGauge();
  const renew = useRenewGauge();
  const revoke = useRevokeGauge();
  const [id] = useState(() => gauge?.id ?? uuid7());
  const [name, setName] = useState(gauge?.name ?? "");
  const [unit, setUnit] = useState(gauge?.unit?.id);
  const [quantities, setQuantities] = useState<Quantity[]>(gauge?.quantities ?? ["rain"]);
  const [every, setEvery] = useState(String(gauge?.every_s ?? 300));
  const [levels, setLevels] = useState(textsOf(gauge));
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const seconds = Number(every);
    const missing: FieldError[] = [];
    if (!name.trim()) missing.push({ field: "gauge-name", text: say.need.name });
    if (!unit) missing.push({ field: "gauge-unit", text: say.need.unit });
    if (quantities.length === 0) missing.push({ field: "gauge-quantities", text: say.need.quantities });
    if (!Number.isInteger(seconds) || seconds < 10 || seconds > 86_400) missing.push({ field: "gauge-every", text: say.need.every });
    setErrors(missing);
    if (missing.length > 0 || !unit) return;
    const own = { blue: metres(levels["blue"]), yellow: metres(levels["yellow"]), orange: metres(levels["orange"]), red: metres(levels["red"]) };
    save.mutate(
      { id, body: { name: name.trim(), unit, quantities, levels: own, every_s: seconds, version: gauge?.version ?? null } },
      {
        onSuccess: (made) => {
          tell.done(say.saved);
          if (made.secret) onSecret(made.secret);
          onClose();
        },
        onError: (error) => setErrors([{ field: "gauge-name", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  const ask = (title: string, content: string, step: () => Promise<void>) =>
    modal.confirm({ title, content, okText: title, cancelText: words.cancel, onOk: () => step().then(onClose, tell.failed) });
  const another = () =>
    ask(say.renew, say.renewSure, async () => {
      const made = await renew.mutateAsync(id);
      if (made.secret) onSecret(made.secret);
    });
  const stop = () =>
    ask(say.revoke, say.revokeSure, async () => {
      await revoke.mutateAsync(id);
      tell.done(say.revoked);
    });

  return (
    <BriefDialog title={gauge ? say.change(gauge.name) : say.make} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <ErrorSummary title={words.problem.title} errors={errors} />
        <label htmlFor="gauge-name">{say.name}</label>
        <Input id="gauge-name" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        <label htmlFor="gauge-unit">{say.unit}</label>
        <UnitPicker id="gauge-unit" placeholder={say.unitHint} value={unit} onChange={setUnit} />
        <fieldset id="gauge-quantities" className="choices" tabIndex={-1}>
          <legend>{say.quantities}</legend>
          <Checkbox.Group
            value={quantities}
            onChange={(next) => setQuantities(next as Quantity[])}
            options={Object.entries(words.gauges.quantity).map(([value, label]) => ({ value, label }))}
          />
        </fieldset>
        <label htmlFor="gauge-every">{say.every}</label>
        <Input id="gauge-every" inputMode="numeric" maxLength={5} value={every} onChange={(event) => setEvery(event.target.value)} />
        {quantities.includes("level") && (
          <fieldset className="choices">
            <legend>{say.levels}</legend>
            <div className="two-fields">
              {COLOURS.map((colour) => (
                <div key={colour}>
                  <label htmlFor={`gauge-${colour}`}>{words.calls.level[colour]}</label>
                  <Input id={`gauge-${colour}`} inputMode="decimal" value={levels[colour] ?? ""} onChange={(event) => setLevels({ ...levels, [colour]: event.target.value })} />
                </div>
              ))}
            </div>
          </fieldset>
        )}
        <div className="source-buttons">
          <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
            {say.save}
          </Button>
          {gauge && <Button onClick={another}>{say.renew}</Button>}
          {gauge && gauge.state !== "revoked" && <Button onClick={stop}>{say.revoke}</Button>}
        </div>
      </form>
    </BriefDialog>
  );
}
