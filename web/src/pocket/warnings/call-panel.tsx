import { useEffect } from "react";
import type { MyCall } from "../../api/types";
import { useWords } from "../../ui/language";
import { ItemState } from "../outbox/item-state";
import { useOutbox } from "../outbox/use-outbox";
import { handoversOf } from "./answers";
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
  const { items, sending } = useOutbox();
  const taps = tapsOf(items, call.id);
  const refused = taps.filter((tap) => tap.state === "refused");
  // What was refused shows that things stand differently there.
  const heard = [...taps, ...handoversOf(call.id, items)].filter(({ state }) => state !== "waiting").length;
  useEffect(() => {
    if (heard > 0) onChanged();
  }, [heard, onChanged]);
  const stages = stagesOf(call, taps, secret !== undefined);
  return (
    <>
      <CallView call={call} stages={stages} />
      {!call.mine && !call.handover?.mine && secret === undefined && <p className="hint-box">{words.pocket.warnings.deputy}</p>}
      {refused.map((tap) => (
        <ItemState key={tap.id} item={tap} sending={false} onLook={onChanged} />
      ))}
      {secret === undefined && <HandOver call={call} items={items} sending={sending} onChanged={onChanged} />}
      <CallActs call={call} stages={stages} taps={taps} {...(secret && { secret })} />
    </>
  );
}
