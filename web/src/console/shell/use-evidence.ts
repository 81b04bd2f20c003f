import type { components } from "../../api/schema";
import { useFormat } from "../../ui/language";
import { useWords } from "./words";

export type Evidence = components["schemas"]["EvidenceView"];

const HOUR = 60;
const DAY = 24 * HOUR;

/** What one gauge says for a proposal, as a sentence. */
export function useEvidence() {
  const words = useWords();
  const say = words.gauges.proposals;
  const f = useFormat();
  return (one: Evidence) => {
    const measured = (value: number, unit: string) => `${f.number(value)} ${unit}`;
    const hours = (minutes: number) => say.hours(f.number(minutes / HOUR));
    const quantity = words.gauges.quantity[one.quantity];
    const value = measured(one.value, one.unit);
    const threshold = measured(one.threshold, one.unit);
    const main =
      one.statistic === "fall"
        ? say.fall(one.name, quantity, hours(one.window_minutes), value, threshold)
        : one.statistic === "days_max"
          ? say.everyDay(one.name, quantity, f.number(one.window_minutes / DAY), value, threshold)
          : say.evidence(one.name, quantity, hours(one.window_minutes), value, threshold);
    if (one.also.length === 0) return main;
    const rest = one.also.map((met) =>
      say.alsoOne(words.gauges.quantity[met.quantity], hours(met.window_minutes), measured(met.value, met.unit), measured(met.threshold, met.unit)),
    );
    return say.also(main, rest.join(words.listSeparator));
  };
}
