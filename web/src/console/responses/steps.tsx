import { Button } from "antd";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useWords } from "../shell/words";
import { STOPS } from "./levels";
import { useSign, type ResponseView } from "./queries";

type Step = ResponseView["steps"][number];

/** What happened, the earliest first. */
export function Steps({ response }: { response: ResponseView }) {
  const say = useWords().responseDesk;
  return (
    <section aria-labelledby="response-steps">
      <h2 id="response-steps">{say.steps}</h2>
      <ol className="response-steps">
        {response.steps.map((step) => (
          <One key={step.id} step={step} response={response.id} />
        ))}
      </ol>
    </section>
  );
}

function One({ step, response }: { step: Step; response: string }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const now = useNow();
  const sign = useSign();
  const title = step.decided_by ? f.name(step.decided_by) : undefined;
  const stopped = STOPS.filter((one) => step.stops?.[one]);
  return (
    <li>
      <span className="num quiet">{f.listTime(step.recorded_at, now)}</span> <strong>{say.step[step.kind]}</strong>
      {step.level && ` · ${words.responses.level[step.level]}`}
      {title && ` · ${(step.spoken ? say.bySpoken : say.by)(title)}`}
      {step.decided_at < step.recorded_at && ` · ${say.decidedThen(f.listTime(step.decided_at, now))}`}
      {step.stops && <div className="small">{stopped.length > 0 ? say.stopsSaid(stopped.map((one) => say.stops[one]).join(words.listSeparator)) : say.stopsNone}</div>}
      {step.reason && <div className="small">{step.reason}</div>}
      {step.spoken && (
        <div className="small">
          {step.signed_at ? say.signed(f.listTime(step.signed_at, now)) : say.unsigned}{" "}
          {step.may_sign && (
            <Button size="small" loading={sign.isPending} onClick={() => sign.mutate({ id: response, step: step.id })}>
              {say.sign}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
