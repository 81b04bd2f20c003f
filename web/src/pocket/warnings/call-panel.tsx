import { useEffect } from "react";
import type { MyCall } from "../../api/types";
import { useWords } from "../../ui/language";
import { workText } from "../outbox/item";
import { reasonOf } from "../outbox/reason";
import { deleteItem } from "../outbox/store";
import { useOutbox } from "../outbox/use-outbox";
import { useHolder } from "../session";
import { CallActs } from "./call-acts";
import { CallView } from "./call-view";
import { HandOver } from "./hand-over";
import { stagesOf, tapsOf } from "./stages";

interface Props {
  call: MyCall;
  secret?: string;
  /** Something arrived that changed it. */
  onChanged: () => void;
}

/** One call with its next button, whichever way it was opened. */
export function CallPanel({ call, secret, onChanged }: Props) {
  const words = useWords();
  const { person, expired } = useHolder();
  const { items } = useOutbox();
  const taps = tapsOf(items, call.id);
  const refused = taps.filter((tap) => tap.state === "refused");
  const arrived = taps.filter((tap) => tap.state === "sent").length;
  useEffect(() => {
    if (arrived > 0) onChanged();
  }, [arrived, onChanged]);
  const stages = stagesOf(call, taps, secret !== undefined);
  const look = async (id: string) => {
    await deleteItem(id);
    onChanged();
  };
  return (
    <>
      <CallView call={call} stages={stages} />
      {!call.mine && !call.handover?.mine && secret === undefined && <p className="hint-box">{words.pocket.warnings.deputy}</p>}
      {refused.map((tap) => (
        <div key={tap.id} className="error-box" role="alert" data-state="refused">
          <p>
            <strong>{workText(tap.work, words)}</strong> · {words.pocket.outbox.state.refused}
          </p>
          <p>{reasonOf(tap, person !== null && !expired, words)}</p>
          <button type="button" onClick={() => void look(tap.id)}>
            {words.pocket.tasks.look}
          </button>
        </div>
      ))}
      {secret === undefined && <HandOver call={call} onChanged={onChanged} />}
      <CallActs call={call} stages={stages} taps={taps} {...(secret && { secret })} />
    </>
  );
}
