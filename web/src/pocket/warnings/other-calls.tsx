import type { MyCall } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import type { Item } from "../outbox/item";
import { stagesOf, tapsOf } from "./stages";

interface Props {
  calls: MyCall[];
  items: Item[];
  onChoose: (id: string) => void;
}

/** Further calls of the same person; a tap brings one up with its button. */
export function OtherCalls({ calls, items, onChoose }: Props) {
  const words = useWords();
  const say = words.pocket.warnings;
  const f = useFormat();
  const state = (call: MyCall) => {
    const { received, on_post } = stagesOf(call, tapsOf(items, call.id));
    if (on_post.at !== null) return words.calls.report.on_post;
    return received.at !== null ? words.calls.report.received : say.notYet;
  };
  const choose = (id: string) => {
    onChoose(id);
    scrollTo(0, 0);
  };
  return (
    <section aria-labelledby="other-calls">
      <h2 id="other-calls">{say.others}</h2>
      <ul className="results">
        {calls.map((call) => (
          <li key={call.id}>
            <button type="button" onClick={() => choose(call.id)}>
              {call.warning && <LevelTag colour={call.warning.colour} />} {f.name(call.warning?.headline ?? call.title_names)}
              <small className="quiet">
                {f.name(call.unit?.names ?? {})} · {state(call)}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
