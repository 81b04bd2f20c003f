import type { BoardUnit, CallView, WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { Marks } from "../shell/marks";
import { useSystem } from "../shell/queries";
import { useWords } from "../shell/words";
import { useCallText } from "./call-state";

export interface Silent {
  calls: CallView[];
  at: number;
  /** Read before the server was lost. */
  old: boolean;
}

/** Posts without an answer on paper, with room for what is heard by phone or radio and for who signs. */
export function SilentList({ warning, unit, silent }: { warning: WarningView; unit: BoardUnit; silent: Silent }) {
  const words = useWords();
  const say = words.board.paper;
  const f = useFormat();
  const text = useCallText();
  const system = useSystem().data;
  const head = say.columns;
  return (
    <section className="print-only silent-list" lang={document.documentElement.lang}>
      {system?.demo && <p>{words.demo}</p>}
      {system?.world.kind === "exercise" && <p>{words.worldExercise}</p>}
      <h1>
        {f.name(unit.names)} {say.title}
      </h1>
      <p>
        <LevelTag colour={warning.colour} /> <Marks warning={warning} /> {f.name(warning.headline)} · {warning.issuer ?? words.calls.noIssuer}
      </p>
      <p className="num">
        {say.asOf(f.dateTime(silent.at))} · {say.count(f.number(silent.calls.length))}
        {silent.old && ` · ${words.board.printFailed}`}
      </p>
      {silent.calls.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {[head.unit, head.post, head.state, head.since, head.note, head.signature].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {silent.calls.map((call) => (
              <tr key={call.id}>
                <td>{[call.above && f.name(call.above.names), f.name(call.unit?.names ?? {})].filter(Boolean).join(" › ")}</td>
                <td>
                  {f.name(call.title_names)} {call.leader && words.board.calls.leader}
                </td>
                <td>{text.state(call)}</td>
                <td className="num">{text.since(call, silent.at)}</td>
                <td className="silent-note" />
                <td className="silent-signature" />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
