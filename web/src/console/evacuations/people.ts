import type { EvacuationGroup } from "../../api/types";

/** People in a household on average, an estimate: `persons_per_household` of `data/catalogue/shelters.json`, which no route gives. */
const PER_HOUSEHOLD = 2.62;

/** About how many people some households are. */
export const peopleOf = (households: number): number => Math.ceil(households * PER_HOUSEHOLD);

/** About how many people of a building are still to be taken in; undefined where nobody counted its households. Whoever arrived has a place already. */
export function peopleToCome({ counted, households }: Pick<EvacuationGroup, "counted" | "households">): number | undefined {
  return counted ? peopleOf(households.unaccounted) : undefined;
}
