import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { HarmView } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useAddVersion } from "./queries";

const COUNTS = ["dead", "missing", "dead_or_missing", "injured", "moved", "affected", "loss_yuan"] as const;
type Count = (typeof COUNTS)[number];

interface Props {
  report: HarmView;
  basis: "reported" | "verified" | undefined;
  onClose: () => void;
}

export function VersionDialog({ report, basis, onClose }: Props) {
  const say = useWords().harmDesk;
  return (
    <Modal title={basis === "verified" ? say.verifyTitle : say.addTitle} open={basis !== undefined} footer={null} destroyOnHidden onCancel={onClose}>
      {basis && <VersionForm report={report} verified={basis === "verified"} onClose={onClose} />}
    </Modal>
  );
}

/** Begins with what was known last: a follow-up says the whole, not the difference. */
function VersionForm({ report, verified, onClose }: { report: HarmView; verified: boolean; onClose: () => void }) {
  const words = useWords();
  const say = words.harmDesk;
  const tell = useTell();
  const add = useAddVersion();
  const latest = report.versions.at(-1);
  // Sent twice, it is taken once.
  const [key] = useState(uuid7);
  const [stage, setStage] = useState<"follow_up" | "final">("follow_up");
  const [note, setNote] = useState("");
  const [typed, setTyped] = useState(() => {
    const known = (count: Count) => (latest?.[count] == null ? "" : String(latest[count]));
    const apart = latest?.dead != null && latest.missing != null;
    return Object.fromEntries(COUNTS.map((count) => [count, count === "dead_or_missing" && apart ? "" : known(count)])) as Record<Count, string>;
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const filled = COUNTS.filter((count) => typed[count].trim() !== "");
    const wrong = filled.filter((count) => !/^\d{1,14}$/.test(typed[count].trim()));
    setErrors(wrong.map((count) => ({ field: `version-${count}`, text: words.harm.countNeed(words.harm.counts[count] ?? count) })));
    if (wrong.length > 0) return;
    const counts = Object.fromEntries(filled.map((count) => [count, Number(typed[count].trim())]));
    const said = note.trim();
    add.mutate(
      { id: report.id, key, body: { stage, verified, ...counts, ...(said && { note: said }) } },
      {
        onSuccess: () => {
          tell.done(say.saved);
          onClose();
        },
        onError: (error) => setErrors([{ field: "version-dead", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="version-stage">{say.stage}</label>
      <Select
        id="version-stage"
        size="large"
        value={stage}
        options={(["follow_up", "final"] as const).map((one) => ({ value: one, label: words.harm.stage[one] }))}
        onChange={setStage}
      />
      <div className="version-counts">
        {COUNTS.map((count) => (
          <div key={count} className="version-count">
            <label htmlFor={`version-${count}`}>{words.harm.counts[count]}</label>
            <Input
              id={`version-${count}`}
              size="large"
              inputMode="numeric"
              placeholder={words.harm.unknown}
              value={typed[count]}
              onChange={(event) => setTyped((old) => ({ ...old, [count]: event.target.value }))}
            />
          </div>
        ))}
      </div>
      <label htmlFor="version-note">{words.harm.note}</label>
      <Input.TextArea id="version-note" rows={3} maxLength={2000} placeholder={words.harm.noteHint} value={note} onChange={(event) => setNote(event.target.value)} />
      <div className="form-buttons">
        <Button size="large" type="primary" htmlType="submit" loading={add.isPending}>
          {say.save}
        </Button>
      </div>
    </form>
  );
}
