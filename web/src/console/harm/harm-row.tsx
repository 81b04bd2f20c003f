import { Button } from "antd";
import { useState } from "react";
import type { HarmVersionView, HarmView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useHarmReport, useRelate } from "./queries";
import { RelateDialog } from "./relate-dialog";
import { RevealReporter } from "./reveal-reporter";
import { VersionDialog } from "./version-form";

const COUNTS = ["dead_or_missing", "dead", "missing", "injured", "moved", "affected", "loss_yuan"] as const;

/** One incident: its latest numbers, and, opened, every version and who has looked. */
export function HarmRow({ report: listed, all }: { report: HarmView; all: HarmView[] }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const [adding, setAdding] = useState<"reported" | "verified">();
  const report = useHarmReport(listed.id, open).data ?? listed;
  const latest = report.versions.at(-1);
  const place = report.place ? f.name(report.place.names) : "";
  return (
    <li className="card harm-row" data-id={report.id}>
      <div className="harm-line">
        <strong>{words.harm.kind[report.kind]}</strong>
        <span>{[f.name(report.unit?.names ?? {}), place].filter(Boolean).join(" · ")}</span>
        <span className="tag">{report.verified ? say.verified : say.unverified}</span>
        {report.master && <span className="tag">{say.duplicate}</span>}
        {report.mine && <span className="tag">{say.mine}</span>}
      </div>
      {latest && <Numbers version={latest} />}
      <div className="quiet num">
        {say.known(f.listTime(report.known_at, now))} · {say.recorded(f.listTime(report.recorded_at, now))} · {say.version(f.number(report.versions.length))}
      </div>
      <div className="harm-acts">
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? say.close : say.open}
        </Button>
        {report.may_add && <Button onClick={() => setAdding("reported")}>{say.add}</Button>}
        {report.may_verify && <Button onClick={() => setAdding("verified")}>{say.verify}</Button>}
      </div>
      {open && <Opened report={report} all={all} />}
      <VersionDialog report={report} basis={adding} onClose={() => setAdding(undefined)} />
    </li>
  );
}

/** What is known; what is not, is said to be unknown. */
function Numbers({ version }: { version: HarmVersionView }) {
  const words = useWords();
  const f = useFormat();
  return (
    <dl className="harm-numbers">
      {COUNTS.map((count) => (
        <div key={count}>
          <dt>{words.harm.counts[count]}</dt>
          <dd className={version[count] == null ? "unknown" : "num"}>{version[count] == null ? words.harm.unknown : f.number(version[count])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Opened({ report, all }: { report: HarmView; all: HarmView[] }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  const now = useNow();
  const tell = useTell();
  const relate = useRelate();
  const reveals = useSession()?.permissions.includes("reveal_harm_reporter") ?? false;
  return (
    <>
      <h3>{say.versions}</h3>
      <ol className="harm-versions">
        {report.versions.map((version) => (
          <li key={version.number}>
            <div className="harm-line">
              <strong>{words.harm.stage[version.stage]}</strong>
              <span className="tag">{words.harm.basis[version.basis]}</span>
              <span className="num">{f.dateTime(version.recorded_at)}</span>
              <span className="quiet">{version.mine ? say.mine : version.post ? f.name(version.post) : say.staff}</span>
            </div>
            <Numbers version={version} />
            {version.note && <p>{version.note}</p>}
          </li>
        ))}
      </ol>
      <ul className="harm-levels">
        {report.levels.map((level) => (
          <li key={level.unit.id} className="num">
            {level.seen_at == null ? say.unseen(f.name(level.unit.names)) : say.seenAt(f.name(level.unit.names), f.listTime(level.seen_at, now))}
          </li>
        ))}
      </ul>
      <div className="harm-acts">
        {report.may_verify && !report.master && <RelateDialog report={report} all={all} />}
        {report.may_verify && report.master && (
          <Button loading={relate.isPending} onClick={() => relate.mutate({ id: report.id, master: null }, { onSuccess: () => tell.done(say.related), onError: tell.failed })}>
            {say.separate}
          </Button>
        )}
        {reveals && <RevealReporter report={report} />}
      </div>
    </>
  );
}
