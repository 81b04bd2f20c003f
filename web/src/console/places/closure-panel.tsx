import { Button } from "antd";
import { useState } from "react";
import type { ClosureView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { useClosureCounts, useClosures } from "../shell/closures";
import { ExportMenu } from "../shell/export-menu";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { OrderClosures } from "./order-closures";
import { useCloseStep } from "./queries";

/** How far closing is: n of m for each unit below, then each place, those still open first. Nothing on a quiet day. */
export function ClosurePanel({ unit }: { unit: string | undefined }) {
  const words = useWords();
  const say = words.register.closures;
  const f = useFormat();
  const orders = useSession()?.permissions.includes("order_closures") ?? false;
  const counts = useClosureCounts(unit).data;
  const list = useClosures(unit).data?.items ?? [];
  const [ordering, setOrdering] = useState(false);
  if (!counts || (counts.total.all === 0 && !orders)) return null;
  const rank = ({ state, due_at }: ClosureView) => (state === "to_close" ? 0 : 1e15) + due_at;
  const sorted = [...list].sort((a, b) => rank(a) - rank(b));
  return (
    <section className="block closures" aria-labelledby="closures-title">
      <div className="closures-head">
        <h2 id="closures-title">{say.title}</h2>
        {counts.total.all > 0 && (
          <strong className="num" aria-live="polite">
            {words.closures.count(f.number(counts.total.closed), f.number(counts.total.all))}
          </strong>
        )}
        {orders && <Button onClick={() => setOrdering(true)}>{say.order}</Button>}
        {counts.total.all > 0 && <ExportMenu path="/api/closures/export" params={{ unit }} formats={["csv", "xlsx"]} />}
      </div>
      {counts.total.all === 0 && <p className="quiet">{say.none}</p>}
      {counts.below.length > 0 && (
        <ul className="closure-units">
          {counts.below.map((row) => (
            <li key={row.unit.id}>
              {f.name(row.unit.names)}
              {words.colon}
              <span className="num">{words.closures.count(f.number(row.counts.closed), f.number(row.counts.all))}</span>
            </li>
          ))}
        </ul>
      )}
      <ul className="cards">
        {sorted.map((closure) => (
          <Row key={closure.id} closure={closure} />
        ))}
      </ul>
      <OrderClosures unit={unit ?? counts.unit.id} open={ordering} onClose={() => setOrdering(false)} />
    </section>
  );
}

function Row({ closure }: { closure: ClosureView }) {
  const words = useWords();
  const say = words.register.closures;
  const f = useFormat();
  const now = useNow();
  const tell = useTell();
  const step = useCloseStep();
  const take = (what: "closed" | "authorisation" | "reopened") => step.mutate({ id: closure.id, step: what }, { onError: tell.failed });
  const open = closure.state === "to_close";
  const by = (post: ClosureView["closed_by"], at: number | null | undefined) => (post && at != null ? say.by(f.name(post), f.listTime(at, now)) : "");
  return (
    <li className="card closure-row" data-id={closure.id}>
      <span>
        <LevelTag colour={closure.colour} /> <strong>{f.name(closure.place?.names ?? {})}</strong> <span className="quiet">{f.name(closure.place?.unit?.names ?? {})}</span>
      </span>
      <span className="num">
        {words.closures.state[closure.state]}
        {" · "}
        {open ? words.closures.due(f.listTime(closure.due_at, now)) : by(closure.closed_by, closure.closed_at)}
        {open && closure.due_at < now && <strong> {say.overdue}</strong>}
        {!open && closure.authorised_at != null && ` · ${words.closures.authorised} ${by(closure.authorised_by, closure.authorised_at)}`}
      </span>
      {closure.note && <span className="quiet">{closure.note}</span>}
      <span className="closure-acts">
        {open && closure.may_report && (
          <Button loading={step.isPending} onClick={() => take("closed")}>
            {say.close}
          </Button>
        )}
        {closure.may_authorise && closure.authorised_at == null && (
          <Button loading={step.isPending} onClick={() => take("authorisation")}>
            {open ? say.cancel : say.authorise}
          </Button>
        )}
        {!open && closure.may_report && closure.authorised_at != null && (
          <Button loading={step.isPending} onClick={() => take("reopened")}>
            {words.closures.reopen}
          </Button>
        )}
      </span>
    </li>
  );
}
