import { useState } from "react";
import { useFormat, useLanguage } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { instant, plusDays, today } from "../../words/format";
import { usePostName, type Post } from "./post-name";
import { shiftsOn, weekday, type Board, type Shift } from "./roster-week";
import { SubstituteDialog } from "./substitute-dialog";
import { useWords } from "../shell/words";

interface Props {
  board: Board;
  first: string;
  days: number;
  /** Posts to choose from, for those who may change the roster. */
  posts: Post[] | undefined;
}

export interface Chosen {
  shift: Shift;
  date: string;
}

/** A column a day, and one under the other on a phone: the same list for eyes and for screen readers. */
export function RosterDays({ board, first, days, posts }: Props) {
  const { zone } = useLanguage();
  const f = useFormat();
  const words = useWords();
  const say = words.admin.roster;
  const now = useNow();
  const [chosen, setChosen] = useState<Chosen>();
  const dates = Array.from({ length: days }, (_, i) => plusDays(first, i));
  return (
    <>
      <ol className="days">
        {dates.map((date) => {
          const shifts = shiftsOn(board, date, zone);
          const isToday = date === today(now, zone);
          return (
            <li key={date} className={isToday ? "day day-today" : "day"} aria-current={isToday ? "date" : undefined}>
              <h2 className="num">
                {f.date(instant(date, "12:00", zone))} {say.weekday[weekday(date)]}
                {isToday && <span className="tag">{say.today}</span>}
              </h2>
              {shifts.length === 0 && <p className="quiet small">{say.none}</p>}
              <Shifts board={board} shifts={shifts} date={date} posts={posts} onChoose={(shift) => setChosen({ shift, date })} />
            </li>
          );
        })}
      </ol>
      <SubstituteDialog chosen={chosen} board={board} posts={posts ?? []} onClose={() => setChosen(undefined)} />
    </>
  );
}

interface ShiftsProps {
  board: Board;
  shifts: Shift[];
  date: string;
  posts: Post[] | undefined;
  onChoose: (shift: Shift) => void;
}

/** Posts of the same hours stand together under their shift's name. */
function Shifts({ board, shifts, date, posts, onChoose }: ShiftsProps) {
  const words = useWords();
  const say = words.admin.roster;
  const name = usePostName(board, posts);
  const hours = (shift: Shift) => `${say.kind[shift.line.kind] ?? shift.line.kind} ${shift.line.start}–${shift.line.end}`;
  const groups = new Map<string, Shift[]>();
  for (const shift of shifts) groups.set(hours(shift), [...(groups.get(hours(shift)) ?? []), shift]);
  return [...groups].map(([title, members]) => (
    <section key={title}>
      <h3 className="num">{title}</h3>
      <ul className="shift">
        {members.map((shift) => {
          const marks = (
            <>
              {shift.line.leader && <span className="tag">{say.leader}</span>}
              {shift.changed && <span className="tag">{say.instead}</span>}
              {!shift.present && shift.posting !== undefined && <span className="tag">{say.vacant}</span>}
            </>
          );
          const who = name(shift.posting);
          return (
            <li key={shift.line.id}>
              {posts ? (
                <button type="button" className="shift-button" title={say.change(title, date)} onClick={() => onChoose(shift)}>
                  {who} {marks}
                  <span className="visually-hidden"> {say.change(title, date)}</span>
                </button>
              ) : (
                <span>
                  {who} {marks}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  ));
}
