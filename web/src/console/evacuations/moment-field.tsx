import { useWords } from "../shell/words";
import type { Moment } from "./moment";

interface Props {
  /** Of the date; the time has it with `-time`. */
  id: string;
  label: string;
  value: Moment;
  onChange: (value: Moment) => void;
}

/** Date and time by the clock of the installation: a field of the browser for both would take the clock of the reader. */
export function MomentField({ id, label, value, onChange }: Props) {
  const say = useWords().shelters.order;
  return (
    <fieldset className="evacuation-moment">
      <legend>{label}</legend>
      <input id={id} type="date" aria-label={say.date} value={value.date} onChange={(event) => onChange({ ...value, date: event.target.value })} />
      <input id={`${id}-time`} type="time" aria-label={say.time} value={value.time} onChange={(event) => onChange({ ...value, time: event.target.value })} />
    </fieldset>
  );
}
