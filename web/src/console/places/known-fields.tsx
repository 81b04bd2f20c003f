import { useFormat } from "../../ui/language";
import type { PlaceView } from "../../api/types";
import { useWords } from "../shell/words";
import type { FieldValue, PlaceField } from "./field-values";
import { usePlaceKindList } from "./queries";

/** What is known of a place because of its kind. */
export function KnownFields({ place }: { place: PlaceView }) {
  const f = useFormat();
  const kinds = usePlaceKindList().data?.items ?? [];
  const fields = kinds.find(({ id }) => id === place.kind)?.fields ?? [];
  return (
    <dl className="place-known">
      {fields.map((field) => {
        const value = place.fields[field.id];
        return (
          value !== undefined && (
            <div key={field.id}>
              <dt>{f.name(field.names)}</dt>
              <dd>
                <Value field={field} value={value} />
              </dd>
            </div>
          )
        );
      })}
    </dl>
  );
}

function Value({ field, value }: { field: PlaceField; value: FieldValue }) {
  const say = useWords().register;
  const f = useFormat();
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (typeof value === "number") {
    // A year is no count: it has no separators.
    const text = field.unit || field.type === "decimal" ? `${value} ${field.unit ?? ""}`.trim() : String(value);
    return <span className="num">{text}</span>;
  }
  const word = field.choices.find(({ id }) => id === value);
  return word ? f.name(word.names) : value;
}

export const hasFields = (place: PlaceView) => Object.keys(place.fields).length > 0;
