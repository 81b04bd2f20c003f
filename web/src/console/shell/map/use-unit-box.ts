import type { UnitKind } from "../../../api/types";
import { useSystem, useUnitDetail } from "../queries";
import type { Box } from "./map-base";

/** Where a unit lies; null where it has no boundary, undefined until it is known. */
export function useUnitBox({ id, kind }: { id: string; kind: UnitKind }): Box | null | undefined {
  const system = useSystem().data;
  const city = kind === "city";
  const unit = useUnitDetail(city ? undefined : id).data?.unit;
  if (city) return system && ((system.bbox as Box | null | undefined) ?? null);
  // Until the next unit is read the query still holds the one before.
  return unit?.id === id ? ((unit.bbox as Box | null | undefined) ?? null) : undefined;
}
