import { useRef, useState } from "react";
import type { EvacuationDetail, EvacuationDoor, EvacuationGroup, Stage } from "../../api/types";
import { GoesTo } from "../../ui/goes-to";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { goesToWords } from "../../words/goes-to";
import { enqueue } from "../outbox/enqueue";
import type { EvacuationWork } from "../outbox/item";
import { useOutbox } from "../outbox/use-outbox";
import { useOpenForm } from "../update";
import { HelpCalls } from "./help-calls";
import type { ResidentCall } from "./queries";
import { doorIn, doorLines, householdsIn, TICKS, ticksOf } from "./ticks";

interface Props {
  evacuation: EvacuationDetail;
  group: EvacuationGroup;
  doors: EvacuationDoor[];
  /** Calls to residents of this building. */
  calls: ResidentCall[];
}

/** One building: a door number, a large button for how it stands, and the doors so far. Works without network. */
export function BuildingPage({ evacuation, group, doors, calls }: Props) {
  const words = useWords();
  const head = words.evacuation;
  const say = head.pocket;
  const way = usePageWords(goesToWords);
  const f = useFormat();
  const { items } = useOutbox();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const [said, setSaid] = useState("");
  const [notKept, setNotKept] = useState(false);
  useOpenForm(text !== "");
  const lines = doorLines(doors, ticksOf(items, evacuation.id), group.id);
  const title = { zh: `${f.name(evacuation.unit?.names ?? {})} ${group.label}` };
  const send = async (report: EvacuationWork["report"]) => {
    setNotKept(false);
    await enqueue({ kind: "evacuation", evacuation: evacuation.id, title, report }, `evacuation.${evacuation.id}`);
  };
  const tick = async (stage: Stage) => {
    const door = doorIn(text);
    setWrong(door === undefined);
    if (door === undefined) return input.current?.focus();
    try {
      await send({ doors: [{ group: group.id, door, stage }] });
      setSaid(say.sent(door, head.stage[stage] ?? stage));
      setText("");
      input.current?.focus();
    } catch {
      setNotKept(true);
    }
  };
  const home = evacuation.home === "authorised";
  const stages: readonly Stage[] = home ? ["returned", ...TICKS] : TICKS;
  return (
    <>
      <h2>{group.label}</h2>
      {group.asked_help > 0 && <p className="hint-box">{head.asksHelp(f.number(group.asked_help))}</p>}
      <div className="goes-to" aria-label={way.label} role="group">
        {group.goes_to ? <GoesTo to={group.goes_to} /> : <span className="quiet">{way.notYet}</span>}
      </div>
      <HelpCalls calls={calls} />
      {home && <p className="hint-box">{say.authorised}</p>}
      {notKept && (
        <p className="error-box" role="alert">
          {words.pocket.tasks.notKept}
        </p>
      )}
      <Count key={group.id} group={group} onSend={(households) => send({ counts: [{ group: group.id, households }] })} />
      <label htmlFor="door">{say.door}</label>
      <input
        id="door"
        ref={input}
        className="num"
        autoComplete="off"
        maxLength={16}
        aria-invalid={wrong}
        aria-describedby={wrong ? "door-error" : "door-hint"}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {wrong && (
        <p id="door-error" className="error-box" role="alert">
          {say.doorNeed}
        </p>
      )}
      <p id="door-hint" className="quiet">
        {say.doorHint}
      </p>
      <div className="ticks" role="group" aria-label={say.tick}>
        {stages.map((stage) => (
          <button key={stage} type="button" className="secondary" data-stage={stage} onClick={() => void tick(stage)}>
            {head.stage[stage]}
          </button>
        ))}
      </div>
      <p className="quiet" role="status">
        {said}
      </p>
      <h3>{lines.length === 0 ? say.doors : `${say.doors} · ${say.marked(f.number(lines.length))}`}</h3>
      {lines.length === 0 && <p className="quiet">{say.nobody}</p>}
      <ul className="doors">
        {lines.map(({ door, stage, waiting }) => (
          <li key={door} data-door={door}>
            <button type="button" onClick={() => setText(door)}>
              <strong className="num">{door}</strong>
              <span>
                {head.stage[stage]}
                {waiting && <small className="quiet"> · {say.waiting}</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Count({ group, onSend }: { group: EvacuationGroup; onSend: (households: number) => Promise<void> }) {
  const say = useWords().evacuation.pocket;
  const [text, setText] = useState(group.counted ? String(group.households.total) : "");
  const [wrong, setWrong] = useState(false);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const households = householdsIn(text);
    setWrong(households === undefined);
    if (households !== undefined) await onSend(households).catch(() => setWrong(true));
  };
  return (
    <form className="count" noValidate onSubmit={(event) => void submit(event)}>
      <label htmlFor="households">{say.count}</label>
      <div className="two">
        <input
          id="households"
          className="num"
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={wrong}
          aria-describedby={wrong ? "households-error" : "households-hint"}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" className="secondary">
          {say.countSend}
        </button>
      </div>
      {wrong && (
        <p id="households-error" className="error-box" role="alert">
          {say.countNeed}
        </p>
      )}
      <p id="households-hint" className="quiet">
        {say.countHint}
      </p>
    </form>
  );
}
