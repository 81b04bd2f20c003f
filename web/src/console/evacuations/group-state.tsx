import type { EvacuationGroup } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { residentWords } from "../../words/resident";
import { useWords } from "../shell/words";

/** What residents answered whose numbers were called. */
export function Residents({ group }: { group: EvacuationGroup }) {
  const say = usePageWords(residentWords);
  const f = useFormat();
  const { called, left, needs_help } = group.residents;
  if (called === 0) return null;
  return <div className="small num">{say.answers(f.number(called), f.number(left), f.number(needs_help))}</div>;
}

/** Who is not safe, and in whose hand. */
export function ToDo({ group }: { group: EvacuationGroup }) {
  const words = useWords();
  const say = words.shelters;
  const f = useFormat();
  if (group.to_do.length === 0) return <span className="quiet">{group.counted ? say.allSafe : say.countFirst}</span>;
  return (
    <ul className="evacuation-todo">
      {group.to_do.map(({ hand, stage, households }) => (
        <li key={stage}>
          {words.evacuation.stage[stage]} <span className="num">{f.number(households)}</span> → {say.hand[hand] ?? hand}
        </li>
      ))}
    </ul>
  );
}
