import { asProblem } from "../../api/problem";
import type { EvacuationDetail } from "../../api/types";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useWords } from "../shell/words";
import { useMissingDoors } from "./queries";

/** Door numbers of which nobody knows that the household is safe. No names. */
export function MissingDoors({ one }: { one: EvacuationDetail }) {
  const words = useWords();
  const say = words.shelters;
  const query = useMissingDoors(one.id, one.can.report);
  const label = (group: string) => one.items.find(({ id }) => id === group)?.label ?? "";
  return (
    <section className="block" aria-labelledby="doors">
      <h2 id="doors">{say.doors}</h2>
      {query.isPending && <LoadingPanel rows={2} />}
      {query.isError && !query.data && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className="quiet">{say.noDoors}</p>}
      <ul className="evacuation-doors">
        {query.data?.map(({ group, door, stage }) => (
          <li key={`${group} ${door}`}>
            {label(group)} <strong className="num">{door}</strong> {words.evacuation.stage[stage]}
          </li>
        ))}
      </ul>
    </section>
  );
}
