import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense } from "react";
import { asProblem } from "../../api/problem";
import type { HazardDetail } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { TimeAgo } from "../../ui/time";
import { useNow } from "../../ui/use-now";
import { useSession } from "../shell/session";
import { SignInNeeded } from "../shell/sign-in-needed";
import { ActionBar } from "./action-bar";
import { Deadlines } from "./deadlines";
import { Files } from "./files";
import { HazardDue } from "./hazard-due";
import { HazardMore } from "./hazard-more";
import { SeverityTags, StateTag, UrgencyTag } from "./hazard-tags";
import { Notices } from "./notices";
import { useHazard } from "./queries";
import { Timeline } from "./timeline";
import "./files.css";
import "./hazards.css";
import { useWords } from "../shell/words";

const PointMap = lazy(() => import("../shell/point-map"));

export function HazardPage() {
  const words = useWords();
  const session = useSession();
  const { id } = useParams({ from: "/hazards/$id" });
  const query = useHazard(id, Boolean(session));
  if (session === undefined) return <LoadingPanel />;
  if (session === null) return <SignInNeeded title={words.hazards.title} />;
  if (!query.data) {
    return (
      <article className="hazard-page">
        <BackLink />
        <h1>{words.hazards.title}</h1>
        {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={8} />}
      </article>
    );
  }
  const detail = query.data;
  return (
    <article className="hazard-page">
      <BackLink />
      <Head detail={detail} />
      <div className="hazard-body">
        <div>
          <What detail={detail} />
          <Files detail={detail} />
          <HazardMore more={detail.more} />
          <Notices detail={detail} />
          <Timeline entries={detail.timeline} />
        </div>
        <div>
          <ActionBar detail={detail} />
          <Deadlines deadlines={detail.deadlines} />
        </div>
      </div>
    </article>
  );
}

function BackLink() {
  const words = useWords();
  return (
    <Link to="/hazards" className="back-link">
      ← {words.hazards.detail.back}
    </Link>
  );
}

function Head({ detail: { hazard } }: { detail: HazardDetail }) {
  const f = useFormat();
  const words = useWords();
  const now = useNow();
  return (
    <header className="hazard-head">
      <p className="print-only">
        {words.product} · {words.files.printed(f.dateTime(now))}
      </p>
      <p className="quiet">
        <span className="num">{hazard.number}</span> · {words.hazards.kind[hazard.kind]}
        {hazard.imported && ` · ${words.hazards.detail.imported}`}
      </p>
      <div className="hazard-title">
        <h1>{f.name(hazard.category_names)}</h1>
        <Button onClick={() => print()}>{words.files.print}</Button>
      </div>
      <p className="hazard-status">
        <StateTag state={hazard.state} />
        <UrgencyTag urgency={hazard.urgency} />
        <SeverityTags hazard={hazard} />
        <HazardDue hazard={hazard} />
        <span className="quiet">
          {words.hazards.columns.reported} <TimeAgo at={hazard.reported_at} />
        </span>
      </p>
    </header>
  );
}

function What({ detail: { hazard } }: { detail: HazardDetail }) {
  const words = useWords();
  const f = useFormat();
  const { lon, lat } = hazard;
  const at = lon != null && lat != null ? ([lon, lat] as const) : undefined;
  return (
    <section className="block">
      <dl className="facts facts-wide">
        <dt>{words.hazards.detail.who}</dt>
        <dd>
          {hazard.body ? (
            f.name(hazard.body.names)
          ) : (
            <>
              {f.name(hazard.unit.names)} <span className="quiet">({words.hazards.noBody})</span>
            </>
          )}
        </dd>
        <dt>{words.hazards.detail.where}</dt>
        <dd>
          <Link to="/units" search={{ unit: hazard.unit.id }}>
            {hazard.lineage.map((unit) => f.name(unit.names)).join(" › ")}
          </Link>
          <div className="quiet small num">
            {at ? words.hazards.detail.coordinates(at[0].toFixed(5), at[1].toFixed(5)) : words.hazards.detail.noPoint}
          </div>
        </dd>
        <dt>{words.hazards.detail.what}</dt>
        <dd className="description">
          {hazard.description || <span className="quiet">{words.hazards.detail.noDescription}</span>}
        </dd>
      </dl>
      {at && (
        <Suspense fallback={<div className="point-map" />}>
          <PointMap lon={at[0]} lat={at[1]} label={words.hazards.detail.mapLabel} />
        </Suspense>
      )}
    </section>
  );
}
