import { Button } from "antd";
import { api, data } from "../../api/client";
import type { UnitView } from "../../api/types";
import { useFormat, useLanguage } from "../../ui/language";
import { PaperButton } from "../shell/paper-button";
import { usePlans } from "../shell/queries";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";

/** The plans that this unit has a part in, each on paper: what its registers know stands in them. */
export function UnitPlans({ unit }: { unit: UnitView }) {
  const say = useWords().paper;
  const f = useFormat();
  const { lang } = useLanguage();
  const may = useSession()?.permissions.includes("view_places") ?? false;
  const plans = usePlans(may);
  const own = plans.data?.items.filter((plan) => plan.lines.some((line) => line.bodies.includes(unit.kind) || line.units.includes(unit.kind))) ?? [];
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="unit-plans">
      <h3 id="unit-plans">{say.plans}</h3>
      <ul className="unit-plans">
        {own.map((plan) => (
          <li key={plan.id}>
            <span>{f.name(plan.names)}</span>
            <Button size="small" href={`/api/units/${unit.id}/plans/${plan.id}?lang=${lang}`} target="_blank" rel="noreferrer" aria-label={`${say.print} ${f.name(plan.names)}`}>
              {say.print}
            </Button>
            <PaperButton
              key={`${unit.id} ${lang}`}
              small
              of={f.name(plan.names)}
              ask={() => data(api.POST("/api/units/{id}/plans/{plan}", { params: { path: { id: unit.id, plan: plan.id }, query: { lang } } }))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
