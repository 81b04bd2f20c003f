import type { KindCount, UnitKind } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useUnitCounts } from "./queries";
import { useWords } from "../shell/words";

const GROUPS = [
  { word: "county", kinds: ["county"] },
  { word: "townLevel", kinds: ["street", "town"] },
  { word: "communityLevel", kinds: ["community", "village"] },
  { word: "gridLevel", kinds: ["community_grid", "rural_grid", "micro_grid", "dedicated_grid"] },
] as const satisfies { word: string; kinds: UnitKind[] }[];

/** Fictional units are counted apart, so that nobody quotes them. */
function sums(counts: KindCount[], kinds: readonly UnitKind[]) {
  const of = counts.filter((count) => kinds.includes(count.kind));
  const fictional = of.reduce((sum, count) => sum + count.fictional, 0);
  return { real: of.reduce((sum, count) => sum + count.count, 0), fictional };
}

export function UnitCounts({ within }: { within: string }) {
  const words = useWords();
  const f = useFormat();
  const counts = useUnitCounts(within).data?.counts;
  return (
    <dl className="counts" aria-label={words.units.countTitle}>
      {GROUPS.map(({ word, kinds }) => {
        const sum = counts && sums(counts, kinds);
        if (sum && sum.real + sum.fictional === 0) return null;
        return (
          <div key={word}>
            <dt>{words.units[word]}</dt>
            <dd className="counts-number num">{sum ? f.number(sum.real || sum.fictional) : "–"}</dd>
            {sum && sum.fictional > 0 && (
              <dd className="counts-fictional num">
                {sum.real > 0 ? words.units.fictional(f.number(sum.fictional)) : words.units.fictionalTag}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
