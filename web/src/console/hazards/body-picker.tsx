import { Select } from "antd";
import type { ActionWord } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { useBodies } from "./queries";

interface Props {
  id: string;
  action: ActionWord;
  unit: string;
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Only these can be called and can judge a hazard. */
const AUTHORITIES: ReadonlySet<string> = new Set(["department", "police_station"]);

/** The bodies that answer for the hazard's unit. */
export function BodyPicker({ id, action, unit, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const bodies = useBodies(unit);
  const say = words.hazards.actions;
  const authority = action === "whistle" || action === "suspect_major";
  return (
    <>
      <label htmlFor={id}>{say.bodyOf[action] ?? say.body}</label>
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
