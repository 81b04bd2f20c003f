import { Button } from "antd";
import { useState } from "react";
import type { ActionWord, HazardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import { useWords } from "../shell/words";
import type { Values } from "./action-fields";
import { BulkForm } from "./bulk-form";
import { useBulk, type Outcome } from "./use-bulk";

interface Props {
  action: ActionWord | undefined;
  chosen: readonly HazardView[];
  /** With the ids of those that were done. */
  onClose: (done: ReadonlySet<string>) => void;
}

export function BulkDialog({ action, chosen, onClose }: Props) {
  return action && <Dialog key={action} action={action} chosen={chosen} onClose={onClose} />;
}

function Dialog({ action, chosen: selected, onClose }: Props & { action: ActionWord }) {
  const words = useWords();
  const say = words.queue.bulk;
  const f = useFormat();
  // Rows change under live events; what was decided on stays what it was.
  const [chosen] = useState(selected);
  const [values, setValues] = useState<Values>();
  const bulk = useBulk(chosen);
  const word = words.hazards.action[action] ?? action;
  const ids = new Set([...bulk.outcomes.values()].filter(({ problem }) => !problem).map(({ hazard }) => hazard.id));
  const close = () => !bulk.running && onClose(ids);
  const start = (filled: Values) => {
    setValues(filled);
    void bulk.run(action, filled);
  };
  return (
    <BriefDialog title={say.title(word, f.number(chosen.length))} width={640} mask={{ closable: !values }} onCancel={close}>
      {values === undefined ? (
        <BulkForm action={action} chosen={chosen} onSend={start} onCancel={close} />
      ) : (
        <>
          <p role="status">
            <strong>
              {bulk.running
                ? say.running(f.number(bulk.outcomes.size), f.number(chosen.length))
                : say.result(f.number(ids.size), f.number(chosen.length - ids.size))}
            </strong>
          </p>
          <Results chosen={chosen} outcomes={bulk.outcomes} />
          <div className="form-buttons">
            {!bulk.running && bulk.unsure.length > 0 && (
              <Button size="large" onClick={() => void bulk.run(action, values, bulk.unsure)}>
                {say.again(f.number(bulk.unsure.length))}
              </Button>
            )}
            <Button size="large" type="primary" disabled={bulk.running} onClick={close}>
              {say.close}
            </Button>
          </div>
        </>
      )}
    </BriefDialog>
  );
}

/** What was refused stands first, with the reason. */
function Results({ chosen, outcomes }: { chosen: readonly HazardView[]; outcomes: ReadonlyMap<string, Outcome> }) {
  const words = useWords();
  const say = words.queue.bulk;
  const f = useFormat();
  const rows = chosen.flatMap(({ id }) => outcomes.get(id) ?? []);
  const sorted = [...rows.filter((row) => row.problem), ...rows.filter((row) => !row.problem)];
  return (
    <ul className="bulk-results" tabIndex={0} aria-label={say.what}>
      {sorted.map(({ hazard, problem }) => (
        <li key={hazard.id}>
          <span className="num">{hazard.number}</span> <span>{f.name(hazard.category_names)}</span>
          <span className={problem ? "overdue" : "met"}>{problem ? say.refused : say.done}</span>
          {problem && <span className="quiet small">{words.hazards.actions.whyNot[problem.code] ?? problemText(problem, words)}</span>}
        </li>
      ))}
    </ul>
  );
}
