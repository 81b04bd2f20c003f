import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { UnitDetail, UnitView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { UnitBelow } from "./unit-below";
import { UnitBodies } from "./unit-bodies";
import { UnitHistory } from "./unit-history";
import { UnitPeople } from "./unit-people";
import { UnitPlaces } from "./unit-places";
import { UnitPlans } from "./unit-plans";
import { UnitRoster } from "./unit-roster";
import { useWords } from "../shell/words";

interface Props {
  detail: UnitDetail;
  onGo: (id: string) => void;
  onEnter: (unit: UnitView) => void;
}

export function UnitPanel({ detail, onGo, onEnter }: Props) {
  const words = useWords();
  const f = useFormat();
  const { unit } = detail;
  const other = Object.entries(unit.names).filter(([, name]) => name !== f.name(unit.names));
  return (
    <article className="panel" aria-label={words.panel.title}>
      <nav className="crumbs" aria-label={words.areaPicker.label}>
        {detail.lineage.slice(0, -1).map((above) => (
          <button key={above.id} type="button" className="text-button" onClick={() => onGo(above.id)}>
            {f.name(above.names)}
          </button>
        ))}
      </nav>
      <h2>
        {f.name(unit.names)}
        {unit.fictional && <span className="tag">{words.units.fictionalTag}</span>}
      </h2>
      <p className="quiet">
        {words.kinds[unit.kind]}
        {other.map(([lang, name]) => (
          <span key={lang}>
            {" · "}
            <span lang={lang === "zh" ? "zh-CN" : lang}>{name}</span>
            {lang === "en" && unit.transliterated && `(${words.units.pinyin})`}
          </span>
        ))}
      </p>
      <div className="panel-actions">
        <Link to="/hazards" search={{ unit: unit.id }} className="button-link">
          {words.panel.seeHazards} <span className="num">{f.count(unit.open_hazards)}</span>
          {!!unit.overdue_hazards && <span className="overdue num">{words.units.overdueHazards(f.number(unit.overdue_hazards))}</span>}
        </Link>
        {unit.children > 0 && <Button onClick={() => onEnter(unit)}>{words.units.enter}</Button>}
      </div>
      <UnitFacts detail={detail} onGo={onGo} />
      <UnitBelow counts={detail.counts} />
      <UnitPeople unit={unit} />
      <UnitPlaces unit={unit.id} />
      <UnitPlans unit={unit} />
      <UnitBodies bodies={detail.bodies} />
      <UnitRoster unit={unit.id} lineage={detail.lineage} />
      <UnitHistory history={detail.history} />
    </article>
  );
}

function UnitFacts({ detail, onGo }: { detail: UnitDetail; onGo: (id: string) => void }) {
  const words = useWords();
  const f = useFormat();
  const { unit } = detail;
  const note = words.qualityNote[unit.boundary_note ?? ""] ?? words.qualityNote[unit.boundary_quality];
  return (
    <dl className="facts">
      <dt>{words.panel.boundary}</dt>
      <dd>{note}</dd>
      {unit.area_m2 != null && (
        <>
          <dt>{words.panel.area}</dt>
          <dd className="num">{f.area(unit.area_m2)}</dd>
        </>
      )}
      {detail.codes.map((code) => (
        <div className="fact-row" key={`${code.scheme}-${code.value}`}>
          <dt>{words.panel.schemes[code.scheme] ?? `${words.panel.code} ${code.scheme}`}</dt>
          <dd className="num">{code.value}</dd>
        </div>
      ))}
      <dt>{words.panel.valid}</dt>
      <dd className="num">
        {words.panel.validFrom(f.date(unit.valid_from))}
        {unit.valid_to != null && ` ${words.panel.validTo(f.date(unit.valid_to))} · ${words.panel.closed}`}
      </dd>
      {unit.successor && (
        <>
          <dt>{words.panel.successor}</dt>
          <dd>
            <button type="button" className="text-button" onClick={() => onGo(unit.successor!)}>
              {words.panel.seeSuccessor}
            </button>
          </dd>
        </>
      )}
    </dl>
  );
}
