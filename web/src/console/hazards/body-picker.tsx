import { Select } from "antd";
import { useFormat } from "../../ui/language";
import { useCatalogue } from "../shell/queries";
import { useBodies } from "./queries";
import { useWords } from "../shell/words";

interface Props {
  id: string;
  /** What the step says of the body. */
  label: string;
  /** Whether only departments and police stations are offered. */
  authority?: boolean;
  /** The category whose usual bodies come first. */
  category?: string;
  unit: string;
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Only these can be called and can judge a hazard. */
const AUTHORITIES: ReadonlySet<string> = new Set(["department", "police_station"]);

/** The bodies that answer for the hazard's unit; where the catalogue says who usually puts it right, those first. */
export function BodyPicker({ id, label, authority = false, category, unit, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const bodies = useBodies(unit);
  const say = words.hazards.actions;
  const item = useCatalogue().data?.items.find((item) => item.id === category);
  const usual: ReadonlySet<string> = new Set(item?.owner_bodies);
  const offered = (bodies.data?.items ?? []).filter((body) => !authority || AUTHORITIES.has(body.kind));
  const ordered = [...offered.filter((body) => usual.has(body.kind)), ...offered.filter((body) => !usual.has(body.kind))];
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
        aria-describedby={item ? `${id}-usual` : undefined}
        options={ordered.map((body) => ({
          value: body.id,
          label: `${f.name(body.names)}(${words.bodyKinds[body.kind] ?? body.kind})`,
        }))}
      />
      {item && (
        <p id={`${id}-usual`} className="quiet small">
          {say.usualBody(f.name(item.owner))}
        </p>
      )}
    </>
  );
}
