import { Radio } from "antd";
import type { Fields } from "./action-fields";
import { useWords } from "../shell/words";

interface Props {
  id: string;
  which: NonNullable<Fields["choice"]>;
  value: string | undefined;
  onChange: (value: string) => void;
}

/** A short list, all of it in sight: one tap instead of a menu. */
export function ChoicePicker({ id, which, value, onChange }: Props) {
  const words = useWords();
  const say = words.hazards.actions;
  const options: Record<string, string> = which === "urgency" ? words.hazards.urgency : words.hazards.choice[which];
  return (
    <fieldset id={id} className="choices" tabIndex={-1}>
      <legend>{say.choice[which]}</legend>
      <Radio.Group value={value} onChange={(event) => onChange(event.target.value as string)}>
        {Object.entries(options).map(([key, text]) => (
          <Radio key={key} value={key}>
            {text}
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  );
}
