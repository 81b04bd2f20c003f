import { Button } from "antd";
import { useState } from "react";
import type { CallView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { CallAsideButtons, CallAsideLines } from "./call-aside";
import { CallAttempts } from "./call-attempts";
import { CallReportButtons } from "./call-report";
import { useCallText } from "./call-state";
import { RevealCall } from "./reveal-call";

/** One post: how it stands and since when, what comes next by itself, and what can be written down for it. */
export function CallRow({ call, now }: { call: CallView; now: number }) {
  const words = useWords();
  const say = words.board.calls;
  const f = useFormat();
  const text = useCallText();
  const may = useSession()?.permissions.includes("unmask_contact") ?? false;
  const [open, setOpen] = useState(false);
  const post = text.post(call);
  return (
    <li data-id={call.id} data-state={call.state} data-escalated={call.escalated}>
      <div className="call-line">
        <div className="call-post">
          <strong>{f.name(call.title_names)}</strong> <span>{f.name(call.unit?.names ?? {})}</span>
          {call.leader && <span className="tag">{say.leader}</span>}
          {call.mine && <span className="tag">{say.mine}</span>}
          <div className={`call-state call-is-${call.state} num`}>
            {text.state(call)} {text.since(call, now) && `· ${text.since(call, now)}`}
            {call.how && ` · ${say.how[call.how]}`}
            {call.moved != null && ` · ${words.calls.report.moved} ${words.calls.people(f.number(call.moved))}`}
          </div>
          <CallAsideLines call={call} now={now} />
          {call.next && <div className="quiet small num">{say.next(say.step[call.next.step], f.left(call.next.at, now))}</div>}
        </div>
        <div className="call-buttons">
          <CallReportButtons call={call} post={post} />
          <CallAsideButtons call={call} post={post} />
          {may && <RevealCall id={call.id} post={post} />}
          <Button aria-expanded={open} aria-label={say.attemptsWhich(post)} onClick={() => setOpen(!open)}>
            {say.attempts}
          </Button>
        </div>
      </div>
      {open && <CallAttempts call={call} />}
    </li>
  );
}
