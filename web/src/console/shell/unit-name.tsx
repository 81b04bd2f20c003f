import { useFormat } from "../../ui/language";
import { useUnitDetail } from "./queries";

/** The name of a unit of which only the id is known. */
export function UnitName({ id }: { id: string }) {
  const f = useFormat();
  const unit = useUnitDetail(id).data?.unit;
  return <span>{unit ? f.name(unit.names) : "…"}</span>;
}
