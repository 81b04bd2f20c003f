import { useEffect, useState } from "react";
import type { BodyView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import { fetchBodies, keptBodies } from "./bodies";

interface Props {
  unit: string;
  label: string;
  value: string | undefined;
  onChange: (body: string | undefined) => void;
}

/** Who can be responsible there. */
export function BodySelect({ unit, label, value, onChange }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.hazards.actions;
  const [bodies, setBodies] = useState<BodyView[]>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let shown = true;
    const look = async () => {
      const kept = await keptBodies(unit).catch(() => undefined);
      if (kept && shown) setBodies(kept);
      await fetchBodies(unit)
        .then((now) => shown && setBodies(now))
        .catch(() => shown && !kept && setFailed(true));
    };
    void look();
    return () => {
      shown = false;
    };
  }, [unit]);
  return (
    <>
      <label htmlFor="step-body">{label}</label>
      <select id="step-body" value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        <option value="">{say.bodyPlaceholder}</option>
        {bodies?.map((body) => (
          <option key={body.id} value={body.id}>
            {f.name(body.names)}
          </option>
        ))}
      </select>
      {failed && <p className="hint-box">{words.problem.code["unreachable"]}</p>}
      {bodies?.length === 0 && <p className="quiet">{say.noBodies}</p>}
    </>
  );
}
