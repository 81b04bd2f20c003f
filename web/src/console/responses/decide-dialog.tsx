import { Button, Input, Radio } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { LEVELS, type Level, type Stop, STOPS } from "./levels";
import { useDecideResponse, type ResponseView } from "./queries";
import { WhoDecides, type Who } from "./who-decides";

type Choice = Level | "decline" | "end";

/** One decision: what, why, whose; and at red what stops. */
export function DecideDialog({ response, onClose }: { response: ResponseView; onClose: () => void }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const tell = useTell();
  const decide = useDecideResponse();
  // Sent twice, it is taken once.
  const [key] = useState(uuid7);
  const asked = response.proposal;
  const [choice, setChoice] = useState<Choice | undefined>(asked ? (asked.level ?? "end") : undefined);
  const [reason, setReason] = useState("");
  const [stops, setStops] = useState<Partial<Record<Stop, boolean>>>({});
  const [who, setWho] = useState<Who>({ spoken: !response.may_decide });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const asks = (asked?.asks_stops ?? false) && choice !== "end";
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!choice) missing.push({ field: "decision-choice", text: say.need.verdict });
    if (asks && STOPS.some((one) => stops[one] === undefined)) missing.push({ field: "decision-stops", text: say.need.stops });
    if ([...reason.trim()].length < 2) missing.push({ field: "decision-reason", text: say.need.reason });
    if (who.spoken && !who.posting) missing.push({ field: "decision-who", text: say.need.decider });
    setErrors(missing);
    if (missing.length > 0 || !choice) return;
    const verdict = choice === "decline" || choice === "end" ? { verdict: choice } : { verdict: "activate" as const, level: choice };
    const answered = { gatherings: stops.gatherings ?? false, classes: stops.classes ?? false, business: stops.business ?? false };
    decide.mutate(
      {
        id: response.id,
        key,
        body: {
          ...verdict,
          reason: reason.trim(),
          version: response.version,
          ...(asks && { stops: answered }),
          ...(who.spoken && { spoken_by: who.posting ?? null, decided_at: who.at ?? null }),
        },
      },
      {
        onSuccess: () => {
          tell.done(say.saved);
          onClose();
        },
        onError: (error) => setErrors([{ field: "decision-reason", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <BriefDialog title={say.decideTitle(f.name(response.unit?.names ?? {}))} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <ErrorSummary title={words.problem.title} errors={errors} />
        {asked?.source_names && (
          <p className="quiet small">
            {say.source} {f.name(asked.source_names)}
          </p>
        )}
        <fieldset id="decision-choice" className="decision-part">
          <legend>{say.choose}</legend>
          <Radio.Group className="stacked" value={choice ?? null} onChange={(event) => setChoice(event.target.value as Choice)}>
            {LEVELS.filter((level) => level !== response.level).map((level) => (
              <Radio key={level} value={level}>
                {say.activate(words.responses.level[level] ?? level)}
              </Radio>
            ))}
            {asked && <Radio value="decline">{response.level ? say.declineRaise : say.decline}</Radio>}
            {response.level && <Radio value="end">{say.end}</Radio>}
          </Radio.Group>
        </fieldset>
        {asks && (
          <fieldset id="decision-stops" className="decision-part">
            <legend>{say.stopsTitle}</legend>
            {STOPS.map((one) => (
              <div key={one} className="stop-line">
                <span id={`stop-${one}`}>{say.stops[one]}</span>
                <Radio.Group aria-labelledby={`stop-${one}`} value={stops[one] ?? null} onChange={(event) => setStops({ ...stops, [one]: event.target.value as boolean })}>
                  <Radio value>{say.yes}</Radio>
                  <Radio value={false}>{say.no}</Radio>
                </Radio.Group>
              </div>
            ))}
          </fieldset>
        )}
        <label htmlFor="decision-reason">{say.reason}</label>
        <Input.TextArea id="decision-reason" rows={3} maxLength={500} placeholder={say.reasonHint} value={reason} onChange={(event) => setReason(event.target.value)} />
        <WhoDecides unit={response.unit?.id} mayDecide={response.may_decide} mayRecord={response.may_record} who={who} onChange={setWho} />
        <Button type="primary" size="large" htmlType="submit" loading={decide.isPending}>
          {say.save}
        </Button>
      </form>
    </BriefDialog>
  );
}
