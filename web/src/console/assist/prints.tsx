import { Button } from "antd";
import type { AssistPrint } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { assistDeskWords } from "../../words/assist-desk";
import { Read, Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useBuilding, useEndPrint, usePrints } from "./queries";

const ENDS = ["returned", "destroyed"] as const;

/** Lists of an area that are still out: somebody has them in the hand. Nothing where none is. */
export function PrintsOut({ unit }: { unit: string }) {
  const say = usePageWords(assistDeskWords).prints;
  const query = usePrints(unit);
  const out = query.data?.filter(({ ending }) => !ending);
  // Most have none: a heading that comes and goes again would only startle.
  if (query.isPending || out?.length === 0) return null;
  return (
    <Section id="assist-out" title={say.out}>
      <Read query={query}>{() => <Lines prints={out ?? []} named />}</Read>
    </Section>
  );
}

/** Every list of one building, and what became of it. What stood on it is kept nowhere. */
export function PrintsOf({ place, unit }: { place: string; unit: string }) {
  const say = usePageWords(assistDeskWords).prints;
  const query = usePrints(unit);
  const own = query.data?.filter((print) => print.place === place) ?? [];
  return <Read query={query}>{() => (own.length === 0 ? <p className="quiet">{say.none}</p> : <Lines prints={own} />)}</Read>;
}

function Lines({ prints, named = false }: { prints: AssistPrint[]; named?: boolean }) {
  return (
    <ul className="assist-lines">
      {prints.map((print) => (
        <Line key={print.id} print={print} named={named} />
      ))}
    </ul>
  );
}

function Line({ print, named }: { print: AssistPrint; named: boolean }) {
  const say = usePageWords(assistDeskWords).prints;
  const f = useFormat();
  const now = useNow();
  const tell = useTell();
  const end = useEndPrint();
  const which = say.number(f.number(print.number));
  const close = (how: (typeof ENDS)[number]) => end.mutate({ id: print.id, how }, { onSuccess: () => tell.done(say.ended), onError: tell.failed });
  return (
    <li className="assist-entry" data-id={print.id}>
      <div>
        <strong className="num">{which}</strong> {named && <Building id={print.place} />}
        <div className="quiet small num">{say.printed(f.listTime(print.printed_at, now), f.number(print.entries))}</div>
        <div className="small num">
          {print.ending ? say.ending[print.ending] : <strong>{say.notBack}</strong>}
          {print.closed_at != null && ` · ${f.listTime(print.closed_at, now)}`}
        </div>
      </div>
      {!print.ending && (
        <div className="assist-acts">
          {ENDS.map((how) => (
            <Button key={how} aria-label={say.endWhich[how](which)} loading={end.isPending && end.variables.how === how} onClick={() => close(how)}>
              {say.end[how]}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

function Building({ id }: { id: string }) {
  const f = useFormat();
  const building = useBuilding(id).data;
  return <span>{building ? f.name(building.names) || building.code : "…"}</span>;
}
