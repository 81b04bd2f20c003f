import { Radio } from "antd";
import type { HazardDetail } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

interface Props {
  id: string;
  which: "whistles" | "waitings";
  more: HazardDetail["more"];
  value: string | undefined;
  onChange: (id: string) => void;
}

/** The calls or questions that still wait for an answer. */
export function OpenPicker({ id, which, more, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const open =
    which === "whistles"
      ? more.whistles.map((one) => ({ ...one, at: one.sounded_at, kindText: words.hazards.choice.whistle[one.kind] }))
      : more.waitings.map((one) => ({ ...one, at: one.asked_at, kindText: words.hazards.choice.waiting[one.kind] }));
  return (
    <fieldset id={id} className="choices" tabIndex={-1}>
      <legend>{words.hazards.actions.open[which]}</legend>
      <Radio.Group value={value} onChange={(event) => onChange(event.target.value as string)}>
        {open
          .filter((one) => one.answered_at == null)
          .map((one) => (
            <Radio key={one.id} value={one.id}>
              {one.kindText} · {one.body ? f.name(one.body.names) : "–"} · {f.dateTime(one.at)}
            </Radio>
          ))}
      </Radio.Group>
    </fieldset>
  );
}
