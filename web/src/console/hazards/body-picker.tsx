import { Select } from "antd";
import { useFormat, useWords } from "../../ui/language";
import { useBodies } from "./queries";

interface Props {
  id: string;
  /** What the step says of the body. */
  label: string;
  /** Whether only departments and police stations are offered. */
  authority?: boolean;
  unit: string;
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Only these can be called and can judge a hazard. */
const AUTHORITIES: ReadonlySet<string> = new Set(["department", "police_station"]);

/** The bodies that answer for the hazard's unit. */
export function BodyPicker({ id, label, authority = false, unit, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const bodies = useBodies(unit);
  const say = words.hazards.actions;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        size="large"
        placeholder={say.bodyPlaceholder}
        loading={bodies.isPending}
        value={value ?? null}
        onChange={(chosen) => chosen && onChange(chosen)}
        showSearch={{ optionFilterProp: "label" }}
        notFoundContent={bodies.isPending ? words.loading : say.noBodies}
        options={(bodies.data?.items ?? []).filter((body) => !authority || AUTHORITIES.has(body.kind)).map((body) => ({
          value: body.id,
          label: `${f.name(body.names)}(${words.bodyKinds[body.kind] ?? body.kind})`,
        }))}
      />
    </>
  );
}
