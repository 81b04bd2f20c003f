import { Button } from "antd";
import { useState } from "react";
import { useFormat } from "../../ui/language";
import { EmptyPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { ExportMenu } from "../shell/export-menu";
import { Read } from "../shell/section";
import { useWords } from "../shell/words";
import { GaugeForm } from "./gauge-form";
import { useGauges, type Gauge } from "./gauge-queries";
import { GaugeSecret } from "./gauge-secret";

/** Silent ones first: they are what somebody has to look after. */
const ORDER = ["silent", "new", "ok", "revoked"];

export function Gauges({ may }: { may: boolean }) {
  const say = useWords().gauges;
  const query = useGauges();
  const [form, setForm] = useState<Gauge | "new">();
  const [secret, setSecret] = useState<string>();
  return (
    <section aria-labelledby="gauges-title">
      <div className="page-head">
        <h2 id="gauges-title">{say.title}</h2>
        <ExportMenu path="/api/gauges/export" formats={["csv", "xlsx"]} />
        {may && <Button onClick={() => setForm("new")}>{say.add}</Button>}
      </div>
      <p className="quiet source-lead">{say.lead}</p>
      <Read query={query}>
        {(gauges) =>
          gauges.length === 0 ? (
            <EmptyPanel text={say.empty} />
          ) : (
            <ul className="warning-list">
              {gauges
                .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
                .map((gauge) => (
                  <Row key={gauge.id} gauge={gauge} {...(may && { onChange: () => setForm(gauge) })} />
                ))}
            </ul>
          )
        }
      </Read>
      {form && <GaugeForm gauge={form === "new" ? undefined : form} onSecret={setSecret} onClose={() => setForm(undefined)} />}
      {secret && <GaugeSecret secret={secret} onClose={() => setSecret(undefined)} />}
    </section>
  );
}

function Row({ gauge, onChange }: { gauge: Gauge; onChange?: () => void }) {
  const words = useWords();
  const say = words.gauges;
  const f = useFormat();
  const now = useNow();
  return (
    <li className={gauge.state === "revoked" ? "warning warning-over" : "warning"} data-id={gauge.id} data-state={gauge.state}>
      <div className="warning-line">
        <strong>{gauge.name}</strong>
        <span className={gauge.state === "silent" ? "warning-mark" : "tag"}>{say.state[gauge.state]}</span>
        <span className="quiet num">{gauge.last_at == null ? say.never : say.last(f.listTime(gauge.last_at, now))}</span>
        {onChange && (
          <Button aria-label={say.changeWhich(gauge.name)} onClick={onChange}>
            {say.change}
          </Button>
        )}
      </div>
      <div className="quiet small num">
        {f.name(gauge.unit?.names ?? {})} · {gauge.quantities.map((one) => say.quantity[one]).join(words.listSeparator)} · {say.every(f.number(gauge.every_s))}
      </div>
    </li>
  );
}
