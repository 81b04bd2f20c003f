import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type PlaceField = Schemas["PlaceFieldView"];
export type FieldValue = Schemas["FieldValueWire"];

/** What stands in the form for each field; what is missing or empty is unknown. */
export type Typed = Record<string, string>;

export function typedOf(values: Record<string, FieldValue>): Typed {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, String(value)]));
}

/** The value of one field, or none where what stands there does not fit it. */
function valueOf(field: PlaceField, text: string): FieldValue | undefined {
  switch (field.type) {
    case "boolean":
      return text === "true";
    case "integer":
    case "decimal": {
      const number = Number(text);
      const fits = Number.isFinite(number) && (field.type === "decimal" || Number.isInteger(number));
      return fits && number >= (field.least ?? -Infinity) && number <= (field.most ?? Infinity) ? number : undefined;
    }
    default:
      return text;
  }
}

/** The least and the most of a number, as they are said. A year is no count: it has no separators. */
export function bounds(field: PlaceField, count: (value: number) => string): [string, string] {
  const said = field.type === "integer" && !field.unit ? String : count;
  return [said(field.least ?? 0), said(field.most ?? 0)];
}

/** The values of these fields as they are sent, and those that do not fit. */
export function read(fields: PlaceField[], typed: Typed): { values: Record<string, FieldValue>; wrong: PlaceField[] } {
  const values: Record<string, FieldValue> = {};
  const wrong: PlaceField[] = [];
  for (const field of fields) {
    const text = typed[field.id]?.trim();
    if (!text) continue;
    const value = valueOf(field, text);
    if (value === undefined) wrong.push(field);
    else values[field.id] = value;
  }
  return { values, wrong };
}
