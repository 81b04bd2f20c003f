import { Button, Dropdown } from "antd";
import type { CallReported, CallView } from "../../api/types";
import { onPick } from "../shell/menu-pick";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useReport } from "./board-queries";
import { reportsLeft } from "./call-times";

/** What a post says by radio or at the door, written down for it; or the own word. */
export function CallReportButtons({ call, post }: { call: CallView; post: string }) {
  const words = useWords();
  const say = words.board.calls;
  const tell = useTell();
  const report = useReport(call.callout);
  const runs = useSession()?.permissions.includes("run_callout") ?? false;
  const left = reportsLeft(call);
  if (left.length === 0) return null;
  const forOthers = runs && !call.mine;
  const send = (body: CallReported) =>
    report.mutate({ id: call.id, body }, { onSuccess: () => tell.done(say.reported(words.calls.report[body.report], post)), onError: tell.failed });
  const label = (what: "received" | "on_post") => (forOthers ? say.radioWhich(words.calls.report[what], post) : say.reported(words.calls.report[what], post));
  return (
    <>
      <span className="quiet small">{forOthers ? say.radio : say.own}</span>
      {left.map((what) => (
        <Button key={what} data-report={what} aria-label={label(what)} disabled={report.isPending} onClick={() => send({ report: what, ...(forOthers && { how: "radio" }) })}>
          {words.calls.report[what]}
        </Button>
      ))}
      {forOthers && (
        <Dropdown
          autoFocus
          trigger={["click"]}
          menu={{
            items: left.map((what) => ({ key: what, label: say.knocked(words.calls.report[what]) })),
            onClick: onPick((key) => send({ report: key as "received" | "on_post", how: "knock" })),
          }}
        >
          <Button data-report="knock" aria-label={say.knockWhich(post)} disabled={report.isPending}>
            {say.knock}
          </Button>
        </Dropdown>
      )}
    </>
  );
}
