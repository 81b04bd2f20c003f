import { Select } from "antd";
import { useFormat, useWords } from "../../ui/language";
import { useBodies } from "./queries";

interface Props {
  id: string;
  unit: string;
  value: string | undefined;
  onChange: (id: string) => void;
}

/** The bodies that answer for the hazard's unit. */
export function BodyPicker({ id, unit, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const bodies = useBodies(unit);
  const say = words.hazards.actions;
  return (
    <>
      <label htmlFor={id}>{say.body}</label>
      <Select
        id={id}
        size="large"
        placeholder={say.bodyPlaceholder}
        loading={bodies.isPending}
        value={value ?? null}
        onChange={(chosen) => chosen && onChange(chosen)}
        showSearch={{ optionFilterProp: "label" }}
        notFoundContent={bodies.isPending ? words.loading : say.noBodies}
        options={(bodies.data?.items ?? []).map((body) => ({
          value: body.id,
          label: `${f.name(body.names)}(${words.bodyKinds[body.kind] ?? body.kind})`,
        }))}
      />
    </>
  );
}
