import { lazy, Suspense, useState } from "react";
import { useFormat, useWords } from "../../ui/language";
import { forget, ownReports } from "../own-reports";
import { go, Link } from "../path";
import { hasContent } from "../report/draft";
import { storeDraft, storedDraft } from "../report/draft-store";
import { useHolder } from "../session";
import { dropPhotos } from "../use-photos";
import { useOwnStates } from "./use-own-states";

// What is in force comes when there is something; the buttons do not wait for it.
const PublicInForce = lazy(() => import("../warnings/public-in-force"));
// Only staff are called.
const LiveWarnings = lazy(() => import("../warnings/live-warnings"));

export function HomePage() {
  const words = useWords();
  const { person, expired } = useHolder();
  return (
    <section>
      <h1>{words.product}</h1>
      {/* Who is called answers first; what everybody is told stands below. */}
      {person && !expired && (
        <Suspense fallback={null}>
          <LiveWarnings key={person.account.id} account={person.account.id} />
        </Suspense>
      )}
      <Suspense fallback={null}>
        <PublicInForce />
      </Suspense>
      <Link to="/report" className="primary primary-big">
        {words.pocket.report}
        {!person && <small>{words.pocket.reportHint}</small>}
      </Link>
      <DraftWaiting key={person?.account.id} />
      {person && (
        <Link to="/tasks" className="secondary">
          {words.pocket.tasks.title}
        </Link>
      )}
      {person?.permissions.includes("close_places") && (
        <Link to="/closures" className="secondary">
          {words.closures.title}
        </Link>
      )}
      {person?.permissions.includes("report_task") && (
        <Link to="/response" className="secondary">
          {words.responses.tasks}
        </Link>
      )}
      {person && (
        <div className="pair">
          {person.permissions.includes("report_harm") && (
            <Link to="/harm" className="secondary">
              {words.harm.report}
            </Link>
          )}
          <Link to="/evacuation" className="secondary">
            {words.evacuation.title}
          </Link>
        </div>
      )}
      <Link to="/follow" className="secondary">
        {words.pocket.follow}
      </Link>
      <OwnReports />
      <p className="more-links">
        <Link to="/assist">{words.evacuation.assist}</Link>
        <Link to="/number">{words.evacuation.number}</Link>
        <Link to="/check">{words.pocket.checkNotice.title}</Link>
        {!person && <Link to="/sign-in">{words.pocket.signIn.staff}</Link>}
      </p>
    </section>
  );
}

function DraftWaiting() {
  const words = useWords();
  const f = useFormat();
  const [draft, setDraft] = useState(storedDraft);
  if (!hasContent(draft)) return null;
  const discard = () => {
    storeDraft(undefined);
    void dropPhotos(draft.id);
    setDraft(undefined);
  };
  return (
    <div className="hint-box">
      <p>
        {words.pocket.draftWaiting}
        {words.colon}
        {f.name(draft.kind!.names)} <span className="quiet num">{words.pocket.send.saved(f.time(draft.savedAt))}</span>
      </p>
      <div className="two">
        <button type="button" className="secondary" onClick={() => go("/report")}>
          {words.pocket.draftContinue}
        </button>
        <button type="button" className="secondary" onClick={discard}>
          {words.pocket.draftDiscard}
        </button>
      </div>
    </div>
  );
}

function OwnReports() {
  const words = useWords();
  const f = useFormat();
  const [reports, setReports] = useState(ownReports);
  const states = useOwnStates(reports);
  return (
    <section aria-labelledby="mine-title">
      <h2 id="mine-title">{words.pocket.mine}</h2>
      {reports.length === 0 ? <p className="quiet">{words.pocket.mineEmpty}</p> : <p className="quiet">{words.pocket.mineWhere}</p>}
      <ul className="own">
        {reports.map((own) => {
          const state = states.get(own.id);
          return (
            <li key={own.id}>
              <Link to={`/follow#${own.secret}`}>
                <strong>{f.name(own.category)}</strong>
                <span className="quiet num">{own.number}</span>
                {state && <span>{words.pocket.followPage.state[state]}</span>}
              </Link>
              <button type="button" className="text-button" aria-label={words.pocket.removeOne(own.number)} onClick={() => setReports(forget(own.id))}>
                {words.pocket.remove}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
