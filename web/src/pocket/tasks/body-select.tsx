import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { BodyView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";

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
    data(api.GET("/api/bodies", { params: { query: { unit } } }))
      .then((page) => shown && setBodies(page.items))
      .catch(() => shown && setFailed(true));
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
