import { Button, Input, Modal, Popconfirm, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { PlaceView } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { UnitPicker } from "../shell/unit-picker";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { bounds, type PlaceField, read, typedOf } from "./field-values";
import { PlaceFields } from "./place-fields";
import { useChangePlace, useCreatePlace, usePlaceKindList, useResponsibleBodies, useRetirePlace } from "./queries";

interface Props {
  /** The place to change, or a new one; closed when missing. */
  place: PlaceView | "new" | undefined;
  unit: string | undefined;
  onClose: () => void;
}

export function PlaceDialog({ place, unit, onClose }: Props) {
  const say = useWords().register;
  return (
    <Modal title={place === "new" ? say.add : say.edit} open={place !== undefined} footer={null} destroyOnHidden onCancel={onClose}>
      {place && <PlaceForm place={place === "new" ? undefined : place} unit={unit} onClose={onClose} />}
    </Modal>
  );
}

const text = (value: number | null | undefined) => (value == null ? "" : String(value));
/** Nothing typed is unknown; `NaN` is no number. */
const number = (typed: string) => (typed.trim() === "" ? undefined : Number(typed.trim()));

function PlaceForm({ place, unit, onClose }: { place: PlaceView | undefined; unit: string | undefined; onClose: () => void }) {
  const words = useWords();
  const say = words.register;
  const f = useFormat();
  const tell = useTell();
  const kinds = usePlaceKindList().data?.items ?? [];
  const create = useCreatePlace();
  const change = useChangePlace();
  const retire = useRetirePlace();
  // A form that is sent twice makes one place.
  const [id] = useState(() => place?.id ?? uuid7());
  const [values, setValues] = useState({
    code: place?.code ?? "",
    kind: place?.kind,
    nameZh: place?.names["zh"] ?? "",
    nameEn: place?.names["en"] ?? "",
    unit: place?.unit?.id ?? unit,
    lon: text(place?.lon),
    lat: text(place?.lat),
    elevation: text(place?.elevation_m),
    sill: text(place?.sill_m),
    households: text(place?.households),
    body: place?.body?.id,
  });
  const [typed, setTyped] = useState(() => typedOf(place?.fields ?? {}));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const bodies = useResponsibleBodies(values.unit).data?.items ?? [];
  const fields = kinds.find((kind) => kind.id === values.kind)?.fields;
  const set = (more: Partial<typeof values>) => setValues((old) => ({ ...old, ...more }));
  const failed = (error: unknown) => setErrors([{ field: "place-code", text: problemText(asProblem(error), words) }]);
  const done = (said: string) => () => {
    tell.done(said);
    onClose();
  };

  const fault = (field: PlaceField): FieldError => {
    const [from, to] = bounds(field, f.number);
    const need = field.type === "integer" ? say.need.whole : say.need.range;
    return { field: `place-field-${field.id}`, text: need(f.name(field.names), from, to) };
  };

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!values.code.trim()) missing.push({ field: "place-code", text: say.need.code });
    if (!values.nameZh.trim()) missing.push({ field: "place-nameZh", text: say.need.name });
    if (!values.kind) missing.push({ field: "place-kind", text: say.need.kind });
    if (!place && (number(values.lon) === undefined || number(values.lat) === undefined)) missing.push({ field: "place-lon", text: say.need.point });
    for (const field of NUMBERS) if (Number.isNaN(number(values[field]))) missing.push({ field: `place-${field}`, text: `${say.fields[field]}: ${say.need.number}` });
    const { values: known, wrong } = read(fields ?? [], typed);
    missing.push(...wrong.map(fault));
    setErrors(missing);
    if (missing.length > 0 || !values.kind) return;
    const [lon, lat, elevation, sill, households] = NUMBERS.map((field) => number(values[field]));
    const english = values.nameEn.trim();
    const body = {
      id,
      version: place?.version ?? null,
      code: values.code.trim(),
      kind: values.kind,
      names: { zh: values.nameZh.trim(), ...(english && { en: english }) },
      parent: place?.parent ?? null,
      unit: values.unit ?? null,
      lon: lon ?? null,
      lat: lat ?? null,
      elevation_m: elevation ?? null,
      sill_m: sill ?? null,
      households: households ?? null,
      body: values.body ?? null,
      // What a kind asks for that is not known here is left as it is.
      fields: fields ? known : null,
    };
    const then = { onSuccess: done(say.saved), onError: failed };
    if (place) change.mutate({ place: place.id, body }, then);
    else create.mutate(body, then);
  };

  const field = (name: "code" | "nameZh" | "nameEn" | (typeof NUMBERS)[number]) => (
    <>
      <label htmlFor={`place-${name}`}>{say.fields[name]}</label>
      <Input id={`place-${name}`} value={values[name]} onChange={(event) => set({ [name]: event.target.value })} />
    </>
  );
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      {field("nameZh")}
      {field("nameEn")}
      {field("code")}
      <label htmlFor="place-kind">{say.kind}</label>
      <Select
        id="place-kind"
        showSearch={{ optionFilterProp: "label" }}
        value={values.kind ?? null}
        options={kinds.map((kind) => ({ value: kind.id, label: f.name(kind.names) }))}
        onChange={(kind) => set({ kind })}
      />
      <label htmlFor="place-unit">{say.fields.unit}</label>
      <UnitPicker id="place-unit" placeholder={say.fields.unit} value={values.unit} onChange={(next) => set({ unit: next, body: undefined })} />
      <div className="place-numbers">
        {NUMBERS.map((name) => (
          <div key={name} className="place-number">
            {field(name)}
          </div>
        ))}
      </div>
      <PlaceFields fields={fields ?? []} typed={typed} onChange={(field, text) => setTyped((old) => ({ ...old, [field]: text }))} />
      <label htmlFor="place-body">{say.fields.body}</label>
      <Select
        id="place-body"
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        value={values.body ?? null}
        options={bodies.map((body) => ({ value: body.id, label: f.name(body.names) }))}
        onChange={(body) => set({ body: body ?? undefined })}
      />
      <div className="form-buttons">
        {place && !place.retired_at && (
          <Popconfirm
            title={say.retireSure}
            okText={say.retire}
            cancelText={words.cancel}
            onConfirm={() => retire.mutate({ id: place.id, version: place.version }, { onSuccess: done(say.retired), onError: failed })}
          >
            <Button size="large" loading={retire.isPending}>
              {say.retire}
            </Button>
          </Popconfirm>
        )}
        <Button size="large" type="primary" htmlType="submit" loading={create.isPending || change.isPending}>
          {say.save}
        </Button>
      </div>
    </form>
  );
}

const NUMBERS = ["lon", "lat", "elevation", "sill", "households"] as const;
