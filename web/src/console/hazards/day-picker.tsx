import { useState } from "react";
import { useWords } from "../../ui/language";
import type { Fields } from "./action-fields";

interface Props {
  id: string;
  which: NonNullable<Fields["day"]>;
  value: number | undefined;
  onChange: (at: number | undefined) => void;
}

const DAY_MS = 86_400_000;

/** The phone's own date field: it knows the language, the keyboard and the reader. */
export function DayPicker({ id, which, value, onChange }: Props) {
  const say = useWords().hazards.actions;
  const ahead = which === "until";
  const [now] = useState(Date.now);
  return (
    <>
      <label htmlFor={id}>{say.day[which]}</label>
      <input
        id={id}
        type="date"
        min={ahead ? text(now + DAY_MS) : undefined}
        max={ahead ? text(now + 14 * DAY_MS) : text(now)}
        value={value === undefined ? "" : text(value)}
        onChange={(event) => onChange(instant(event.target.value, ahead))}
      />
      <p className="quiet small">{say.dayHint[which]}</p>
    </>
  );
}

/** The local day as the field writes it. */
function text(at: number): string {
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** A suspension lasts to the end of its day; what happened today happened by now. */
function instant(day: string, ahead: boolean): number | undefined {
  if (!day) return undefined;
  const at = new Date(`${day}T${ahead ? "23:59:00" : "12:00:00"}`).getTime();
  return ahead ? at : Math.min(at, Date.now());
}
