import { Button, Input, Radio } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { BriefDialog } from "../shell/brief-dialog";
import { EvidenceLine } from "../shell/evidence-line";
import { useProposals, type Proposal } from "../shell/proposals";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useDecide } from "../sources/gauge-queries";

const GAUGES_SHOWN = 3;
const REASON_MIN = 5;

/** What readings propose and nobody has decided on; nothing stands here when nothing does. */
export function Proposals() {
  const say = useWords().gauges.proposals;
  const [deciding, setDeciding] = useState<Proposal>();
  const open = useProposals().data ?? [];
  if (open.length === 0) return null;
  return (
    <section className="proposals" aria-labelledby="proposals-title">
      <h2 id="proposals-title">{say.title}</h2>
      <p className="quiet small">{say.lead}</p>
      <ul className="warning-list">
        {open.map((one) => (
          <Row key={one.id} proposal={one} onDecide={() => setDeciding(one)} />
        ))}
      </ul>
      {deciding && <Decide proposal={deciding} onClose={() => setDeciding(undefined)} />}
    </section>
  );
}

function useTitle() {
  const words = useWords();
  const f = useFormat();
  return (one: Proposal) => words.gauges.proposals.where(f.name(one.unit?.names ?? {}), words.calls.hazard[one.hazard]);
}

function Row({ proposal, onDecide }: { proposal: Proposal; onDecide: () => void }) {
  const words = useWords();
  const say = words.gauges.proposals;
  const f = useFormat();
  const now = useNow();
  const title = useTitle()(proposal);
  const may = useSession()?.permissions.includes("run_callout") ?? false;
  const rest = proposal.evidence.length - GAUGES_SHOWN;
  return (
    <li className="warning" data-id={proposal.id}>
      <div className="warning-line">
        <LevelTag colour={proposal.colour} />
        <strong>{title}</strong>
        <span className="quiet num">
          {say.since(f.listTime(proposal.opened_at, now))}
          {proposal.raised_at > proposal.opened_at && ` · ${say.raised(f.listTime(proposal.raised_at, now))}`}
        </span>
        {may && (
          <Button aria-label={say.decideWhich(title)} onClick={onDecide}>
            {say.decide}
          </Button>
        )}
      </div>
      {proposal.evidence.slice(0, GAUGES_SHOWN).map((one) => (
        <div key={`${one.gauge} ${one.quantity}`} className="small">
          <EvidenceLine one={one} />
        </div>
      ))}
      {rest > 0 && <div className="quiet small">{say.more(f.number(rest))}</div>}
      <div className="quiet small num">{say.table(proposal.thresholds)}</div>
    </li>
  );
}

function Decide({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const words = useWords();
  const say = words.gauges.proposals;
  const tell = useTell();
  const decide = useDecide();
  const title = useTitle()(proposal);
  const [decision, setDecision] = useState<"taken" | "dismissed">();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!decision) missing.push({ field: "proposal-decision", text: say.need.decision });
    if ([...reason.trim()].length < REASON_MIN) missing.push({ field: "proposal-reason", text: say.need.reason });
    setErrors(missing);
    if (missing.length > 0 || !decision) return;
    decide.mutate(
      { id: proposal.id, body: { decision, reason: reason.trim() } },
      {
        onSuccess: () => {
          tell.done(decision === "taken" ? say.takenDone : say.done);
          onClose();
        },
        onError: (error) => setErrors([{ field: "proposal-reason", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <BriefDialog title={title} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <ErrorSummary title={words.problem.title} errors={errors} />
        <Radio.Group id="proposal-decision" value={decision ?? null} onChange={(event) => setDecision(event.target.value as "taken" | "dismissed")}>
          <Radio value="taken">{say.taken}</Radio>
          <Radio value="dismissed">{say.dismissed}</Radio>
        </Radio.Group>
        <label htmlFor="proposal-reason">{say.reason}</label>
        <Input.TextArea id="proposal-reason" rows={3} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        <Button type="primary" size="large" htmlType="submit" loading={decide.isPending}>
          {say.save}
        </Button>
      </form>
    </BriefDialog>
  );
}
