import { Button } from "antd";
import { useFormat } from "../../../ui/language";
import { useUnitDetail } from "../../shell/queries";
import { UnitPicker } from "../../shell/unit-picker";
import { useWords } from "../../shell/words";

/** The areas of a message, each with everything below it. */
export function UnitField({ units, onChange }: { units: string[]; onChange: (units: string[]) => void }) {
  const say = useWords().publicMessages.form;
  return (
    <>
      <label htmlFor="message-units">{say.units}</label>
      <ul className="message-units">
        {units.map((id) => (
          <UnitChip key={id} id={id} onRemove={() => onChange(units.filter((one) => one !== id))} />
        ))}
      </ul>
      <UnitPicker id="message-units" placeholder={say.addUnit} value={undefined} onChange={(id) => id && !units.includes(id) && onChange([...units, id])} />
    </>
  );
}

function UnitChip({ id, onRemove }: { id: string; onRemove: () => void }) {
  const say = useWords().publicMessages.form;
  const f = useFormat();
  const unit = useUnitDetail(id).data?.unit;
  const name = unit ? f.name(unit.names) : "…";
  return (
    <li>
      {name}{" "}
      <Button size="small" aria-label={say.removeUnit(name)} onClick={onRemove}>
        ×
      </Button>
    </li>
  );
}
