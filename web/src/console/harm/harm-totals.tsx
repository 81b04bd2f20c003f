import { asProblem } from "../../api/problem";
import type { HarmTotals as Totals } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { useWords } from "../shell/words";
import { useHarmTotals } from "./queries";

const COUNTS = ["dead_or_missing", "dead", "missing", "injured", "moved", "affected", "loss_yuan"] as const;

/** What is known in all: reported beside verified, never added; how it grew; and how long each level took to look. */
export function HarmTotals({ unit }: { unit: string | undefined }) {
  const query = useHarmTotals(unit);
  if (query.isError && !query.data) return <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  if (!query.data) return <LoadingPanel rows={3} />;
  if (query.data.reports + query.data.duplicates === 0) return null;
  return (
    <div className="harm-totals">
      <Sums totals={query.data} />
      <Series totals={query.data} />
      <Lags totals={query.data} />
    </div>
  );
}

function Sums({ totals }: { totals: Totals }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  // Nobody has said is a dash; some have said is the least that it can be.
  const cell = ({ sum, unknown }: Totals["reported"]["dead"], reports: number) => (
    <>
      {unknown === 0 ? f.number(sum) : sum > 0 || reports > unknown ? say.atLeast(f.number(sum)) : "–"}
      {unknown > 0 && <small className="quiet"> {say.sumUnknown(f.number(unknown))}</small>}
    </>
  );
  return (
    <section className="block" aria-labelledby="harm-sums">
      <h2 id="harm-sums">{say.sums}</h2>
      <p className="quiet num">{say.reports(f.number(totals.reports), f.number(totals.duplicates))}</p>
      <div className="harm-wide" tabIndex={0} role="group" aria-labelledby="harm-sums">
        <table className="harm-table">
          <thead>
            <tr>
              <td />
              <th scope="col">{words.harm.basis["reported"]}</th>
              <th scope="col">{words.harm.basis["verified"]}</th>
            </tr>
          </thead>
          <tbody>
            {COUNTS.map((count) => (
              <tr key={count}>
                <th scope="row">{words.harm.counts[count]}</th>
                <td className="num">{cell(totals.reported[count], totals.reported.reports)}</td>
                <td className="num">{totals.verified.reports === 0 ? "–" : cell(totals.verified[count], totals.verified.reports)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {totals.verified.reports === 0 && <p className="quiet">{say.noneVerified}</p>}
    </section>
  );
}

function Series({ totals }: { totals: Totals }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  if (totals.series.length === 0) return null;
  return (
    <section className="block" aria-labelledby="harm-series">
      <h2 id="harm-series">{say.series}</h2>
      <div className="harm-scroll" tabIndex={0} role="group" aria-label={say.series}>
        <table className="harm-table">
          <thead>
            <tr>
              <th scope="col">{say.time}</th>
              <th scope="col">{words.harm.basis["reported"]}</th>
              <th scope="col">{words.harm.basis["verified"]}</th>
            </tr>
          </thead>
          <tbody>
            {totals.series.map((point, i) => (
              <tr key={i}>
                <th scope="row" className="num">
                  {f.dateTime(point.at)}
                </th>
                <td className="num">{f.count(point.reported)}</td>
                <td className="num">{f.count(point.verified)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Lags({ totals }: { totals: Totals }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  const now = useNow();
  const span = (ms: number | null | undefined) => (ms == null ? "–" : f.span(ms));
  return (
    <section className="block" aria-labelledby="harm-lags">
      <h2 id="harm-lags">{say.lags}</h2>
      {totals.longest_report_lag_ms != null && <p className="num">{say.reportLag(f.span(totals.longest_report_lag_ms))}</p>}
      <div className="harm-scroll" tabIndex={0} role="group" aria-label={say.lags}>
        <table className="harm-table">
          <thead>
            <tr>
              <th scope="col">{say.level}</th>
              <th scope="col">{say.seen}</th>
              <th scope="col">{say.median}</th>
              <th scope="col">{say.longest}</th>
            </tr>
          </thead>
          <tbody>
            {totals.levels.map((level) => (
              <tr key={level.kind}>
                <th scope="row">{words.kinds[level.kind]}</th>
                <td className="num">
                  {f.number(level.seen)}/{f.number(level.told)}{" "}
                  <small className="quiet">{level.waiting_since != null ? say.waiting(f.listTime(level.waiting_since, now)) : say.nobodyWaits}</small>
                </td>
                <td className="num">{span(level.median_ms)}</td>
                <td className="num">{span(level.longest_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
