import { Button, Checkbox, Input } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../shell/words";
import { calledPart, isDivided, NAME_MAX, partField, shown, type OnePart, type Part } from "./order-parts";

interface Props extends OnePart {
  /** Whether the parts together have more households than the building. */
  over: boolean;
  /** Where it says how many they are together. */
  sumId: string;
  /** Where it goes. */
  children: ReactNode;
  onChange: (more: Partial<Part>) => void;
  onDrop: () => void;
}

/** One group: what it is called and how many households it has where the building is divided, and where it goes. */
export function OrderPart({ building, part, over, sumId, children, onChange, onDrop }: Props) {
  const words = useWords();
  const say = words.shelters.order.part;
  const one = { building, part };
  const [name, households] = [partField(one, "name"), partField(one, "households")];
  const called = calledPart(one);
  return (
    <div className="order-part" role="group" aria-label={called}>
      {isDivided(building) && (
        <div className="order-part-head">
          <div className="order-part-name">
            <label htmlFor={name}>{say.name}</label>
            <Input id={name} maxLength={NAME_MAX} value={part.name} onChange={(event) => onChange({ name: event.target.value })} />
          </div>
          <div>
            <label htmlFor={households}>{say.households}</label>
            {/* Whoever divides a building says first how many stay in the first part; the second has the rest. */}
            <Input
              id={households}
              className="num"
              autoFocus={building.parts.indexOf(part) !== 1}
              inputMode="numeric"
              maxLength={5}
              aria-invalid={over}
              aria-describedby={sumId}
              value={shown(building, part)}
              onChange={(event) => onChange({ households: event.target.value })}
            />
          </div>
          <Button aria-label={`${say.drop}${words.colon}${called}`} onClick={onDrop}>
            {say.drop}
          </Button>
        </div>
      )}
      {children}
      {part.doubts.length > 0 && (
        <>
          <ul className="order-doubts">
            {part.doubts.map((doubt) => (
              <li key={doubt}>{words.shelters.pick.doubt[doubt] ?? doubt}</li>
            ))}
          </ul>
          <Checkbox id={partField(one, "sure")} checked={part.confirmed} onChange={(event) => onChange({ confirmed: event.target.checked })}>
            {say.sure}
          </Checkbox>
        </>
      )}
    </div>
  );
}
