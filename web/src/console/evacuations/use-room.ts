import { useFormat, usePageWords } from "../../ui/language";
import { goesToWords } from "../../words/goes-to";

/** How much room a shelter has, and who is still to come. */
export function useRoom(): (shelter: { free: number; coming: number }) => string {
  const way = usePageWords(goesToWords);
  const f = useFormat();
  return ({ free, coming }) => [free === 0 ? way.full : way.free(f.number(free)), coming > 0 && way.coming(f.number(coming))].filter(Boolean).join(" · ");
}
