import { Checkbox, Input, Select } from "antd";
import type { Peril } from "../../api/types";
import { UnitPicker } from "../shell/unit-picker";
import { useWords } from "../shell/words";
import { BuildingPicker } from "./building-picker";
import { MomentField } from "./moment-field";
import { OrderBuilding } from "./order-building";
import type { Draft } from "./order-draft";
import { askedAnew, sentTo, type Building } from "./order-parts";

const TEXT_MAX = 1000;

interface Props {
  draft: Draft;
  onChange: (change: (draft: Draft) => Draft) => void;
}

/** The six answers, in the order of the rule; nothing must be known but where and from what. */
export function OrderFields({ draft, onChange }: Props) {
  const words = useWords();
  const say = words.shelters.order;
  const set = (more: Partial<Draft>) => onChange((now) => ({ ...now, ...more }));
  const replace = (next: Building) => onChange((now) => ({ ...now, buildings: now.buildings.map((one) => (one.value === next.value ? next : one)) }));
  const text = (id: string, label: string, field: "trigger" | "whereTo" | "afterCare") => (
    <>
      <label htmlFor={id}>{label}</label>
      <Input.TextArea id={id} rows={2} maxLength={TEXT_MAX} value={draft[field]} onChange={(event) => set({ [field]: event.target.value })} />
    </>
  );
  return (
    <>
      <label htmlFor="order-unit">{say.unit}</label>
      {/* Buildings of one area are none of another. */}
      <UnitPicker id="order-unit" placeholder={say.unitHint} value={draft.unit} onChange={(unit) => set({ unit, buildings: [] })} />
      <label htmlFor="order-buildings">{say.buildings}</label>
      <BuildingPicker id="order-buildings" unit={draft.unit} value={draft.buildings} onChange={(buildings) => set({ buildings })} />
      {draft.buildings.map((building) => (
        <OrderBuilding key={building.value} building={building} unit={draft.unit} peril={draft.peril} sentTo={(shelter) => sentTo(draft.buildings, shelter)} onChange={replace} />
      ))}
      <label htmlFor="order-peril">{say.peril}</label>
      <Select
        id="order-peril"
        value={draft.peril}
        options={Object.entries(words.evacuation.peril).map(([value, label]) => ({ value: value as Peril, label }))}
        onChange={(peril) => set({ peril, buildings: askedAnew(draft.buildings) })}
      />
      {text("order-trigger", say.trigger, "trigger")}
      <MomentField id="order-due" label={say.due} value={draft.due} onChange={(due) => set({ due })} />
      {text("order-where", say.whereTo, "whereTo")}
      {text("order-care", say.afterCare, "afterCare")}
      <MomentField id="order-no-return" label={say.noReturn} value={draft.noReturn} onChange={(noReturn) => set({ noReturn })} />
      <Checkbox checked={draft.moveFirst} onChange={(event) => set({ moveFirst: event.target.checked })}>
        {say.moveFirst}
      </Checkbox>
    </>
  );
}
