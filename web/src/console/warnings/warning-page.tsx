import { Link, useParams, useSearch } from "@tanstack/react-router";
import { asProblem } from "../../api/problem";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { OfWarning } from "../shell/of-warning";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { Board } from "./board";
import { useWarning } from "./queries";
import { Verification } from "./verification";
import { Wall } from "./wall";
import { WarningFacts } from "./warning-facts";
import { WarningHead } from "./warning-head";
import "./board.css";
import "../shell/event-list.css";

export function WarningPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.warnings.one}>
      <WarningDetail />
    </Allowed>
  );
}

function WarningDetail() {
  const words = useWords();
  const { id } = useParams({ from: "/warnings/$id" });
  const search = useSearch({ from: "/warnings/$id" });
  const query = useWarning(id);
  const may = useSession()?.permissions.includes("draft_public") ?? false;
  const warning = query.data;
  if (!warning) {
    return (
      <article className="warning-page">
        <BackLink />
        <h1>{words.warnings.one}</h1>
        {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={8} />}
      </article>
    );
  }
  if (search.wall && warning.callout) return <Wall warning={warning} callout={warning.callout} />;
  return (
    <article className="warning-page">
      <BackLink />
      <WarningHead warning={warning} />
      {may && !warning.ended && (
        <Link to="/warnings/new" search={{ warning: warning.id }} className="button-link">
          {words.publicMessages.forwardThis}
        </Link>
      )}
      <WarningFacts warning={warning} />
      <Verification warning={warning} />
      <OfWarning warning={warning.id} />
      {/* Another round begins anew: nothing of the one before may stay on screen. */}
      {warning.callout && <Board key={warning.callout.id} warning={warning} callout={warning.callout} />}
    </article>
  );
}

function BackLink() {
  const words = useWords();
  return (
    <Link to="/warnings" className="back-link">
      ← {words.warnings.back}
    </Link>
  );
}
