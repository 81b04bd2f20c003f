import { Button, Checkbox, Input, Radio } from "antd";
import { useState } from "react";
import { CONSENTS, EMPTY_DRAFT, HELP, missingOf, orderOf, type AssistDraft, type Missing } from "../../api/assist-draft";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { usePageWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { assistWords } from "../../words/assist";
import { assistDeskWords } from "../../words/assist-desk";
import { useWords } from "../shell/words";
import { useRegister } from "./queries";

const FIELD: Record<Missing, string> = { needBuilding: "assist-door", needDoor: "assist-door", needHelp: "assist-help", needConsent: "assist-consent" };
const SHORT = 16;

interface Props {
  place: string;
  onDone: (secret: string) => void;
  onClose: () => void;
}

/** The same questions as on the phone; who agreed is asked, never assumed. */
export function RegisterForm({ place, onDone, onClose }: Props) {
  const words = useWords();
  const say = usePageWords(assistWords);
  const desk = usePageWords(assistDeskWords).register;
  const register = useRegister();
  const [id, setId] = useState(uuid7);
  const [draft, setDraft] = useState<AssistDraft>({ ...EMPTY_DRAFT, place });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const set = (more: Partial<AssistDraft>) => setDraft((old) => ({ ...old, ...more }));
  const [first, second] = draft.phones;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing = missingOf(draft);
    const body = orderOf(id, draft, true);
    setErrors(missing.map((one) => ({ field: FIELD[one], text: say[one] })));
    if (missing.length > 0 || !body) return;
    register.mutate(body, {
      onSuccess: ({ secret }) => onDone(secret),
      onError: (error) => {
        const problem = asProblem(error);
        // Its answer was lost: the entry is there, its link is not. Sent again it is a new one; the head of the building deletes the other.
        if (problem.code === "duplicate_key") setId(uuid7());
        setErrors([{ field: "assist-door", text: problemText(problem, words) }]);
      },
    });
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{desk.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="assist-door">{say.door}</label>
      <Input id="assist-door" size="large" autoComplete="off" maxLength={SHORT} value={draft.door} onChange={(event) => set({ door: event.target.value })} />
      <fieldset id="assist-help" className="choices assist-help" tabIndex={-1}>
        <legend>{say.help}</legend>
        <Checkbox.Group value={[...draft.help]} options={HELP.map((value) => ({ value, label: say.helps[value] }))} onChange={(help) => set({ help })} />
      </fieldset>
      <label htmlFor="assist-name">{desk.callName}</label>
      <Input id="assist-name" size="large" autoComplete="off" maxLength={SHORT} value={draft.callName} onChange={(event) => set({ callName: event.target.value })} />
      <fieldset className="choices assist-phones">
        <legend>{say.phones}</legend>
        <Input type="tel" size="large" autoComplete="off" maxLength={20} aria-label={say.phone("1")} value={first} onChange={(event) => set({ phones: [event.target.value, second] })} />
        <Input type="tel" size="large" autoComplete="off" maxLength={20} aria-label={say.phone("2")} value={second} onChange={(event) => set({ phones: [first, event.target.value] })} />
      </fieldset>
      <fieldset id="assist-consent" className="choices" tabIndex={-1}>
        <legend>{say.consent}</legend>
        <Radio.Group value={draft.consent} options={CONSENTS.map((value) => ({ value, label: say.consents[value] }))} onChange={(event) => set({ consent: event.target.value as AssistDraft["consent"] })} />
      </fieldset>
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={register.isPending}>
          {say.send}
        </Button>
      </div>
    </form>
  );
}
