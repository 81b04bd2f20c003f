import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect } from "react";
import { asProblem } from "../../api/problem";
import type { CalloutView, WarningView } from "../../api/types";
import type { WarningSearch } from "../search";
import { useFormat } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useWords } from "../shell/words";
import { useBoard } from "./board-queries";
import { Bag } from "./bag";
import { BoardMap } from "./board-map";
import { BoardTable } from "./board-table";
import { CallBacks } from "./call-backs";
import { Calls } from "./calls";
import { Crumbs } from "./crumbs";
import { ToldOutlets } from "../outlets/told-outlets";
import { LagLine } from "./lag-line";
import { Legend } from "./legend";
import { PrintSilent } from "./print-silent";
import { StaleData } from "./stale-data";

/** Who has confirmed and who is silent, minute by minute. */
export function Board({ warning, callout }: { warning: WarningView; callout: CalloutView }) {
  const words = useWords();
  const say = words.board;
  const f = useFormat();
  const { unit, state } = useSearch({ from: "/warnings/$id" });
  const navigate = useNavigate({ from: "/warnings/$id" });
  const query = useBoard(callout.id, unit);
  const change = (next: Partial<WarningSearch>, replace = false) => void navigate({ search: (old) => ({ ...old, ...next }), replace });
  const board = query.data;
  const there = board !== undefined;
  useEffect(() => {
    // A link to the board waits for it.
    if (there && location.hash === "#board") document.getElementById("board")?.scrollIntoView();
  }, [there]);
  const enter = (id: string) => {
    // The row that was pressed goes; the title stays, and says where one is now.
    document.getElementById("board-title")?.focus();
    change({ unit: id });
  };
  if (!board) {
    return (
      <section id="board" className="block board" aria-labelledby="board-title">
        <h2 id="board-title">{say.title}</h2>
        {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={6} />}
      </section>
    );
  }
  const name = f.name(board.unit.names);
  return (
    <>
      <section id="board" className="block board" aria-labelledby="board-title">
        <div className="board-head">
          <h2 id="board-title" tabIndex={-1}>
            {say.of(name)}
          </h2>
          <div className="board-buttons">
            <Bag warning={warning} unit={board.unit} />
            <PrintSilent warning={warning} callout={callout.id} unit={board.unit} />
            <Button onClick={() => change({ wall: 1 })}>{say.wall}</Button>
          </div>
        </div>
        {!query.isPlaceholderData && <StaleData at={query.dataUpdatedAt} />}
        <LagLine board={board} />
        <Crumbs board={board} onUnit={enter} />
        <BoardTable board={board} onUnit={enter} />
        <Legend counts={board.unit.counts} />
        <BoardMap board={board} onUnit={enter} />
      </section>
      <ToldOutlets callout={callout.id} unit={board.unit.id} />
      <Calls callout={callout.id} unit={board.unit} state={state ?? "unanswered"} onState={(next) => change({ state: next }, true)} />
      <CallBacks callout={callout.id} unit={board.unit.id} />
    </>
  );
}
