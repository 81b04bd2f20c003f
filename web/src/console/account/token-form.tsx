import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useLanguage } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { endOfDay, today } from "../../words/format";
import { UnitPicker } from "../shell/unit-picker";
import { useRequestKey } from "../shell/use-request-key";
import { useMakeToken } from "./queries";
import { useWords } from "../shell/words";

interface Props {
  permissions: string[];
  onMade: (secret: string) => void;
  onCancel: () => void;
}

const DAY_MS = 86_400_000;

export function TokenForm({ permissions, onMade, onCancel }: Props) {
  const words = useWords();
  const { zone } = useLanguage();
  const say = words.account.tokens;
  const make = useMakeToken();
  const [key, answered] = useRequestKey();
  const [now] = useState(Date.now);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [unit, setUnit] = useState<string>();
  const [until, setUntil] = useState(() => today(now + 90 * DAY_MS, zone));
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!name.trim()) missing.push({ field: "token-name", text: say.need.name });
    if (chosen.length === 0) missing.push({ field: "token-permissions", text: say.need.permissions });
    if (!until) missing.push({ field: "token-until", text: say.need.until });
    setErrors(missing);
    if (missing.length > 0) return;
    const order = { name: name.trim(), permissions: chosen, unit: unit ?? null, expires_at: endOfDay(until, zone) };
    make.mutate(
      { key, order },
      {
        onSuccess: (made) => onMade(made.secret),
        onError: (error) => {
          const problem = asProblem(error);
          answered(problem);
          const field = problem.code === "token_expiry_invalid" ? "until" : problem.code === "token_scope_empty" ? "permissions" : "name";
          setErrors([{ field: `token-${field}`, text: problemText(problem, words) }]);
        },
      },
    );
  };

  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="token-name">{say.name}</label>
      <Input id="token-name" maxLength={64} placeholder={say.nameHint} value={name} onChange={(event) => setName(event.target.value)} />
      <fieldset id="token-permissions" className="choices" tabIndex={-1}>
        <legend>{say.permissions}</legend>
        <Checkbox.Group
          value={chosen}
          onChange={(values) => setChosen(values)}
          options={permissions.map((word) => ({ value: word, label: words.account.permission[word] ?? word }))}
        />
      </fieldset>
      <label htmlFor="token-unit">{say.unit}</label>
      <UnitPicker id="token-unit" placeholder={say.unitPlaceholder} value={unit} onChange={setUnit} />
      <label htmlFor="token-until">{say.until}</label>
      <input id="token-until" type="date" min={today(now, zone)} max={today(now + 365 * DAY_MS, zone)} value={until} onChange={(event) => setUntil(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={make.isPending}>
          {say.make}
        </Button>
      </div>
    </form>
  );
}
