import type { EvacuationView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

interface Props {
  households: EvacuationView["households"];
  /** Buildings whose households nobody counted. */
  uncounted: number;
}

/** Who is missing comes first; what nobody counted is said, not shown as nothing. */
export function Numbers({ households, uncounted }: Props) {
  const words = useWords();
  const say = words.shelters;
  const head = words.evacuation;
  const f = useFormat();
  const unknown = uncounted > 0 && ` + ${say.uncounted(f.number(uncounted))}`;
  return (
    <dl className="evacuation-numbers">
      <div data-owing={households.unaccounted > 0 || uncounted > 0}>
        <dt>{head.unaccounted}</dt>
        <dd className="num">
          {f.number(households.unaccounted)}
          {unknown}
        </dd>
      </div>
      <div>
        <dt>{say.columns.total}</dt>
        <dd className="num">{f.number(households.total)}</dd>
      </div>
      <div>
        <dt>{say.columns.sheltered}</dt>
        <dd className="num">{f.number(households.sheltered)}</dd>
      </div>
    </dl>
  );
}
