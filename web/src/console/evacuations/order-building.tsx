import { Button } from "antd";
import { useRef } from "react";
import type { Peril } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { OrderPart } from "./order-part";
import { changed, divided, isDivided, sumOf, without, type Building } from "./order-parts";
import { peopleOf } from "./people";
import { PickShelter } from "./pick-shelter";

interface Props {
  building: Building;
  unit: string | undefined;
  peril: Peril;
  /** How many households of the whole order go to a shelter. */
  sentTo: (shelter: string) => number;
  onChange: (building: Building) => void;
}

/** One building: where it goes, or its groups where it goes to several shelters. */
export function OrderBuilding({ building, unit, peril, sentTo, onChange }: Props) {
  const words = useWords();
  const say = words.shelters.order.part;
  const f = useFormat();
  const more = useRef<HTMLButtonElement>(null);
  const { households, parts } = building;
  const [apart, sum] = [isDivided(building), sumOf(building)];
  const over = households !== null && sum > households;
  const sumId = `order-${building.value}-sum`;
  const act = apart ? say.more : say.divide;
  const divide = () => onChange(divided(building, (n) => say.nth(building.name, f.number(n))));
  const drop = (key: number) => {
    onChange(without(building, key));
    // The button that was pressed is gone with its group.
    more.current?.focus();
  };
  return (
    <fieldset className="order-building" data-place={building.value}>
      <legend>{building.label}</legend>
      <p className="quiet small num">{households === null ? say.unknown : say.known(f.number(households))}</p>
      {parts.map((part) => (
        <OrderPart key={part.key} building={building} part={part} over={over} sumId={sumId} onChange={(next) => onChange(changed(building, part.key, next))} onDrop={() => drop(part.key)}>
          <PickShelter
            building={building}
            part={part}
            unit={unit}
            peril={peril}
            sent={part.shelter === undefined ? 0 : peopleOf(sentTo(part.shelter))}
            onChange={(shelter) => onChange(changed(building, part.key, { shelter }))}
          />
        </OrderPart>
      ))}
      {apart && (
        <p id={sumId} className="order-sum num" role="status" data-over={over || undefined}>
          {say.sum(f.number(sum))}
          {over && ` · ${say.over(f.number(sum - households))}`}
          {households !== null && sum < households && ` · ${say.rest(f.number(households - sum))}`}
        </p>
      )}
      <Button ref={more} className="order-divide" aria-label={`${act}${words.colon}${building.label}`} onClick={divide}>
        {act}
      </Button>
    </fieldset>
  );
}
