import { useWords } from "../../ui/language";
import type { Item } from "../outbox/item";
import { reasonOf } from "../outbox/reason";
import { deleteItem } from "../outbox/store";
import UploadBar from "../outbox/upload-bar";
import { Link } from "../path";
import { useHolder } from "../session";

/** A step on its way, or one that was refused. The next one waits for it: it builds on what this one changes. */
export function StepWaiting({ item, sending, onLook }: { item: Item; sending: boolean; onLook: () => void }) {
  const words = useWords();
  const { person, expired } = useHolder();
  const say = words.pocket.outbox;
  if (item.work.kind !== "step") return null;
  const action = words.hazards.action[item.work.body.action];
  const reason = reasonOf(item, person !== null && !expired, words);
  if (item.state !== "refused") {
    return (
      <>
        <div className="hint-box" role="status" data-state={sending ? "sending" : "waiting"}>
          <p>
            <strong>{action}</strong> · {say.state[sending ? "sending" : "waiting"]}
          </p>
          {reason ? <p>{reason}</p> : !sending && <p>{words.pocket.queued.later}</p>}
          <Link to="/outbox">{say.title}</Link>
        </div>
        <UploadBar photos={item.photos} />
      </>
    );
  }
  const look = async () => {
    await deleteItem(item.id);
    onLook();
  };
  return (
    <div className="error-box" role="alert" data-state="refused">
      <p>
        <strong>{action}</strong> · {say.state.refused}
      </p>
      <p>{reason}</p>
      <button type="button" onClick={() => void look()}>
        {words.pocket.tasks.look}
      </button>
    </div>
  );
}
