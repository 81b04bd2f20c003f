import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { asProblem } from "../../api/problem";
import type { BoardView, CalloutView, WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { applyTheme } from "../../ui/preferences";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { countOf, shownIn } from "../shell/call-counts";
import { Marks } from "../shell/marks";
import { OfWarning } from "../shell/of-warning";
import { useTheme } from "../shell/theme";
import { useWords } from "../shell/words";
import { BoardMap } from "./board-map";
import { useBoard } from "./board-queries";
import { BoardTable } from "./board-table";
import { LagLine } from "./lag-line";
import { Legend } from "./legend";
import { StaleData } from "./stale-data";

/** For a screen on the wall: to be read from afar, nothing to be pressed but the way out. */
export function Wall({ warning, callout }: { warning: WarningView; callout: CalloutView }) {
  const words = useWords();
  const f = useFormat();
  const { id } = warning;
  const { unit } = useSearch({ from: "/warnings/$id" });
  const navigate = useNavigate({ from: "/warnings/$id" });
  const query = useBoard(callout.id, unit, true);
  useDark();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Escape") void navigate({ search: (old) => ({ ...old, wall: undefined }) });
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
  return (
    <article className="wall">
      <div className="wall-title">
        <LevelTag colour={warning.colour} />
        <Marks warning={warning} />
        <h1>{f.name(warning.headline)}</h1>
        <Link to="/warnings/$id" params={{ id }} search={unit ? { unit } : {}} className="wall-leave">
          {words.board.leaveWall}
        </Link>
      </div>
      {!query.data && query.isError && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {!query.data && query.isPending && <LoadingPanel rows={8} />}
      {query.data && (
        <>
          <StaleData at={query.dataUpdatedAt} />
          <LagLine board={query.data} />
          <WallCounts board={query.data} />
          <div className="wall-parts">
            <div>
              <BoardTable board={query.data} />
              <Legend counts={query.data.unit.counts} />
              <OfWarning warning={id} />
            </div>
            <BoardMap board={query.data} wall />
          </div>
        </>
      )}
    </article>
  );
}

function WallCounts({ board: { unit } }: { board: BoardView }) {
  const say = useWords().board;
  const f = useFormat();
  const { counts } = unit;
  return (
    <dl className="wall-counts">
      {shownIn(counts).map((what) => (
        <div key={what}>
          <dt>{say.count[what]}</dt>
          <dd className="num">
            {f.number(countOf(counts, what))}
            {what === "on_post" && <small>/{f.number(counts.posts)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Dark whatever the reader's choice is: the room is, and the screen is on all night. */
function useDark(): void {
  const { theme } = useTheme();
  useEffect(() => {
    applyTheme("dark");
    return () => applyTheme(theme);
  }, [theme]);
}
