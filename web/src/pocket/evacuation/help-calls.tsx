import { useFormat, usePageWords } from "../../ui/language";
import { residentWords } from "../../words/resident";
import type { ResidentCall } from "./queries";

/** Doors whose residents called for help, first of all; how many numbers have not answered. */
export function HelpCalls({ calls }: { calls: ResidentCall[] }) {
  const say = usePageWords(residentWords);
  const f = useFormat();
  const help = calls.filter(({ answer }) => answer === "needs_help");
  const silent = calls.filter(({ answer }) => answer == null).length;
  if (calls.length === 0) return null;
  return (
    <div className={help.length > 0 ? "error-box" : "hint-box"}>
      {help.length > 0 && (
        <p>
          <strong>{say.helpDoors}</strong>{" "}
          <span className="num">{help.map(({ door }) => door ?? say.noDoor).join(" · ")}</span>
        </p>
      )}
      {silent > 0 && <p className="num">{say.noAnswer(f.number(silent))}</p>}
      {help.length === 0 && silent === 0 && <p className="num">{say.answers(f.number(calls.length), f.number(calls.length), f.number(0))}</p>}
    </div>
  );
}
