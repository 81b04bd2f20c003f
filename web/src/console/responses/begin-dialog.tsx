import { Button, Input, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { UnitRef } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import { usePlans } from "../shell/queries";
import { useSession } from "../shell/session";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { LEVELS, type Level } from "./levels";
import { useBeginResponse } from "./queries";
import { WhoDecides, type Who } from "./who-decides";

/** A response that no warning asked for; where is asked here when no area is chosen above. */
export function BeginDialog({ area, onClose }: { area: UnitRef | undefined; onClose: () => void }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const tell = useTell();
  const begin = useBeginResponse();
  const plans = usePlans().data?.items ?? [];
  const permissions = useSession()?.permissions ?? [];
  const mayDecide = permissions.includes("decide_response");
  const [key] = useState(uuid7);
  const [picked, setPicked] = useState<string>();
  const unit = area?.id ?? picked;
  const [plan, setPlan] = useState("flood");
  const [level, setLevel] = useState<Level>("iv");
  const [reason, setReason] = useState("");
  const [who, setWho] = useState<Who>({ spoken: !mayDecide });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!unit) missing.push({ field: "begin-unit", text: say.need.unit });
    if ([...reason.trim()].length < 2) missing.push({ field: "begin-reason", text: say.need.reason });
    if (who.spoken && !who.posting) missing.push({ field: "decision-who", text: say.need.decider });
    setErrors(missing);
    if (missing.length > 0 || !unit) return;
    const spoken = who.spoken ? { spoken_by: who.posting ?? null, decided_at: who.at ?? null } : {};
    begin.mutate(
      { key, body: { plan, unit, level, reason: reason.trim(), ...spoken } },
      {
        onSuccess: () => {
          tell.done(say.saved);
          onClose();
        },
        onError: (error) => setErrors([{ field: "begin-reason", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <BriefDialog title={area ? say.beginTitle(f.name(area.names)) : say.begin} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <ErrorSummary title={words.problem.title} errors={errors} />
        {!area && (
          <>
            <label htmlFor="begin-unit">{say.taskUnit}</label>
            <UnitPicker id="begin-unit" placeholder={say.unitHint} value={picked} onChange={setPicked} />
          </>
        )}
        <label htmlFor="begin-plan">{say.plan}</label>
        <Select id="begin-plan" style={{ width: "100%" }} value={plan} options={plans.map((one) => ({ value: one.id, label: f.name(one.names) }))} onChange={setPlan} />
        <label htmlFor="begin-level">{say.levelLabel}</label>
        <Select
          id="begin-level"
          style={{ width: "100%" }}
          value={level}
          options={LEVELS.map((one) => ({ value: one, label: words.responses.level[one] }))}
          onChange={(one: Level) => setLevel(one)}
        />
        <label htmlFor="begin-reason">{say.reason}</label>
        <Input.TextArea id="begin-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        <WhoDecides unit={unit} mayDecide={mayDecide} mayRecord={permissions.includes("record_decision")} who={who} onChange={setWho} />
        <Button type="primary" size="large" htmlType="submit" loading={begin.isPending}>
          {say.begin}
        </Button>
      </form>
    </BriefDialog>
  );
}
