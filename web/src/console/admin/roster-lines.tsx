import { App, Button, Modal } from "antd";
import { useState } from "react";
import { useFormat, useLanguage } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { instant, today } from "../../words/format";
import { useTell } from "../shell/use-tell";
import { LineForm } from "./line-form";
import { usePostName, type Post } from "./post-name";
import { useEndLine } from "./queries";
import type { Board, Line } from "./roster-week";
import { useWords } from "../shell/words";

interface Props {
  unit: string;
  board: Board;
  /** The first day that is shown: what ended before it is not. */
  first: string;
  posts: Post[] | undefined;
}

/** What the weeks are made of. */
export function RosterLines({ unit, board, first, posts }: Props) {
  const words = useWords();
  const say = words.admin.roster;
  const [adding, setAdding] = useState(false);
  return (
    <section className="block roster-lines" aria-labelledby="lines-title">
      <h2 id="lines-title">{say.lines}</h2>
      <ul className="rows">
        {board.lines.filter((line) => line.to == null || line.to >= first).map((line) => (
          <Row key={line.id} line={line} board={board} posts={posts} />
        ))}
      </ul>
      {posts && <Button onClick={() => setAdding(true)}>{say.add}</Button>}
      <Modal title={say.add} open={adding} footer={null} destroyOnHidden onCancel={() => setAdding(false)}>
        <LineForm unit={unit} posts={posts ?? []} onClose={() => setAdding(false)} />
      </Modal>
    </section>
  );
}

function Row({ line, board, posts }: { line: Line; board: Board; posts: Post[] | undefined }) {
  const words = useWords();
  const say = words.admin.roster;
  const { zone } = useLanguage();
  const f = useFormat();
  const name = usePostName(board, posts);
  const { modal } = App.useApp();
  const tell = useTell();
  const end = useEndLine();
  const now = useNow();
  const over = line.to != null && line.to < today(now, zone);
  const what = `${say.kind[line.kind] ?? line.kind} ${line.start}–${line.end} ${name(line.posting)}`;
  const day = (date: string) => f.date(instant(date, "12:00", zone));
  const { from, to } = line;
  const dates = from && to ? say.dates(day(from), day(to)) : from ? say.since(day(from)) : to ? say.until(day(to)) : say.always;
  const days = line.days.length === 7 ? say.everyDay : line.days.map((n) => say.weekday[n]).join(words.listSeparator);
  const ask = () =>
    modal.confirm({
      title: say.endWhich(what),
      content: say.endSure,
      okText: say.end,
      cancelText: words.cancel,
      onOk: () => end.mutate(line.id, { onSuccess: () => tell.done(say.ended), onError: tell.failed }),
    });
  return (
    <li>
      <div>
        <span className="num">{what}</span>
        {line.leader && <span className="tag">{say.leader}</span>}
        <div className="quiet small num">
          {days} · {dates}
        </div>
      </div>
      {posts && !over && (
        <Button aria-label={say.endWhich(what)} loading={end.isPending} onClick={ask}>
          {say.end}
        </Button>
      )}
    </li>
  );
}
