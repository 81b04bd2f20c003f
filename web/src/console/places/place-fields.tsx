import { Input, Select } from "antd";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import type { PlaceField, Typed } from "./field-values";

interface Props {
  fields: PlaceField[];
  typed: Typed;
  onChange: (id: string, text: string) => void;
}

/** What is asked of a place because of its kind. */
export function PlaceFields({ fields, typed, onChange }: Props) {
  const say = useWords().register;
  if (fields.length === 0) return null;
  return (
    <fieldset className="place-fields">
      <legend>{say.ofKind}</legend>
      <div className="place-numbers">
        {fields.map((field) => (
          <div key={field.id} className="place-number">
            <Label field={field} />
            <Entry field={field} text={typed[field.id] ?? ""} onChange={(text) => onChange(field.id, text)} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Label({ field }: { field: PlaceField }) {
  const say = useWords().register;
  const f = useFormat();
  return (
    <label htmlFor={`place-field-${field.id}`}>
      {f.name(field.names)}
      {field.unit && ` (${field.unit})`}
      {field.flood && <span className="tag">{say.flood}</span>}
    </label>
  );
}

function Entry({ field, text, onChange }: { field: PlaceField; text: string; onChange: (text: string) => void }) {
  const say = useWords().register;
  const f = useFormat();
  const id = `place-field-${field.id}`;
  if (field.type === "boolean" || field.type === "choice") {
    const words = field.choices.map((one) => ({ value: one.id, label: f.name(one.names) }));
    const flags = [
      { value: "true", label: say.yes },
      { value: "false", label: say.no },
    ];
    return <Select id={id} allowClear value={text || null} options={field.type === "boolean" ? flags : words} onChange={(next: string | null | undefined) => onChange(next ?? "")} />;
  }
  return <Input id={id} type={field.type === "date" ? "date" : "text"} maxLength={200} value={text} onChange={(event) => onChange(event.target.value)} />;
}
