import { Button } from "antd";
import type { HazardDetail } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { eventWord, unnamed } from "./timeline";

interface Props {
  action: string;
  /** The version that the person decided on. */
  seen: number;
  now: HazardDetail;
  onLook: () => void;
  onAnyway: () => void;
}

/** Two people decided at once: who was first, when, and what — then look, or go on knowingly. */
export function Conflict({ action, seen, now, onLook, onAnyway }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.hazards.actions;
  const last = now.hazard.version > seen ? now.timeline.at(-1) : undefined;
  const who = last?.actor ? f.name(last.actor.title) : unnamed(last?.event ?? "", words);
  const possible = now.actions.some((offer) => offer.action === action && offer.allowed);
  return (
    <div className="conflict" role="alert">
      <p>{last ? say.conflict(who, f.time(last.at), eventWord(last.event, words)) : say.conflictUnknown}</p>
      {!possible && <p>{say.gone}</p>}
      <div className="form-buttons">
        <Button size="large" type="primary" onClick={onLook}>
          {say.look}
        </Button>
        {possible && (
          <Button size="large" onClick={onAnyway}>
            {say.anyway(words.hazards.action[action] ?? action)}
          </Button>
        )}
      </div>
    </div>
  );
}
