import type { EvacuationGroup } from "../api/types";
import { goesToWords } from "../words/goes-to";
import { useFormat, usePageWords } from "./language";

/** As the crow flies, no more exact than anybody walks. */
export function useDistance(): (metres: number) => string {
  const say = usePageWords(goesToWords);
  const f = useFormat();
  return (metres) => {
    const tens = Math.max(10, Math.round(metres / 10) * 10);
    return say.distance(tens < 1000 ? say.metres(f.number(tens)) : say.km((metres / 1000).toFixed(1)));
  };
}

/** Where a building goes: what it is called, where that is, and how much room is left. */
export function GoesTo({ to }: { to: NonNullable<EvacuationGroup["goes_to"]> }) {
  const say = usePageWords(goesToWords);
  const f = useFormat();
  const distance = useDistance();
  const way = [to.unit && f.name(to.unit.names), to.distance_m != null && distance(to.distance_m)];
  const room = [to.free === 0 ? say.full : say.free(f.number(to.free)), to.coming > 0 && say.coming(f.number(to.coming))];
  return (
    <>
      <strong>{f.name(to.names)}</strong>
      <br />
      <small className="num">{way.filter(Boolean).join(" · ")}</small>
      <br />
      <small className="num">{room.filter(Boolean).join(" · ")}</small>
    </>
  );
}
