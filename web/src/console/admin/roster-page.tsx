import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat, useLanguage } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { instant, plusDays, today } from "../../words/format";
import { Allowed } from "../shell/allowed";
import { Outlets } from "../outlets/outlets";
import { ExportMenu } from "../shell/export-menu";
import { useUnitDetail } from "../shell/queries";
import { useSession } from "../shell/session";
import "./admin.css";
import "./roster.css";
import { useBoard, usePosts } from "./queries";
import { RosterDays } from "./roster-days";
import { RosterLines } from "./roster-lines";
import { Spans } from "./spans";
import { useWords } from "../shell/words";

const DAYS = 7;

export function RosterPage() {
  const words = useWords();
  return (
    <Allowed permission="view_roster" title={words.admin.roster.title}>
      <Roster />
    </Allowed>
  );
}

/** One unit's duty, a week at a time. Without a chosen area it is the one in which one serves. */
function Roster() {
  const words = useWords();
  const say = words.admin.roster;
  const { zone } = useLanguage();
  const f = useFormat();
  const session = useSession();
  const search = useSearch({ from: "/roster" });
  const navigate = useNavigate({ from: "/roster" });
  const [now] = useState(Date.now);
  const unit = search.unit ?? session?.postings[0]?.unit.id;
  const first = search.from ?? today(now, zone);
  const detail = useUnitDetail(unit).data;
  const here = session?.postings.some((post) => detail?.lineage.some((above) => above.id === post.unit.id)) ?? false;
  const may = here && (session?.permissions.includes("manage_roster") ?? false);
  const board = useBoard(unit, instant(first, "00:00", zone), instant(plusDays(first, DAYS), "00:00", zone), true);
  const posts = usePosts(unit ?? "", may && unit !== undefined);
  const go = (from: string | undefined) => void navigate({ search: (old) => ({ ...old, from }), replace: true });
  return (
    <div className="admin-page">
      <div className="page-head">
        <h1>{detail ? say.of(f.name(detail.unit.names)) : say.title}</h1>
        <div className="week-buttons">
          <Button onClick={() => go(plusDays(first, -DAYS))}>{say.week.previous}</Button>
          <Button onClick={() => go(undefined)} disabled={search.from === undefined}>
            {say.week.this}
          </Button>
          <Button onClick={() => go(plusDays(first, DAYS))}>{say.week.next}</Button>
          <input type="date" aria-label={say.from} value={first} onChange={(event) => event.target.value && go(event.target.value)} />
          {unit !== undefined && <ExportMenu path={`/api/units/${unit}/roster/export`} formats={["csv", "xlsx"]} />}
        </div>
      </div>
      {unit === undefined && <EmptyPanel text={say.pickUnit} />}
      {board.isPending && unit !== undefined && <LoadingPanel rows={6} />}
      {board.isError && !board.data && <ProblemPanel problem={asProblem(board.error)} retry={() => void board.refetch()} />}
      {board.data && unit !== undefined && (
        <>
          {board.data.lines.length === 0 ? (
            <EmptyPanel text={say.noLines} />
          ) : (
            <>
              <Spans title={say.gaps} spans={board.data.gaps} />
              <Spans title={say.leaderless} spans={board.data.leaderless} />
              <RosterDays board={board.data} first={first} days={DAYS} posts={may ? (posts.data ?? []) : undefined} />
            </>
          )}
          <RosterLines unit={unit} board={board.data} first={first} posts={may ? (posts.data ?? []) : undefined} />
          <Outlets unit={unit} may={here && (session?.permissions.includes("manage_accounts") ?? false)} />
        </>
      )}
    </div>
  );
}
