import { App, Button } from "antd";
import type { WarningView } from "../../api/types";
import { useNow } from "../../ui/use-now";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { inForce } from "./order";
import { useEndCalls, useStartCalls } from "./queries";

/** Calls begin by themselves where the rules say so; where not, a person begins them. Where exactly one may, the server decides. */
export function RoundButtons({ warning }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings.round;
  const { modal } = App.useApp();
  const tell = useTell();
  const now = useNow();
  const may = useSession()?.permissions.includes("run_callout") ?? false;
  const start = useStartCalls();
  const end = useEndCalls();
  const round = warning.callout && !warning.callout.ended ? warning.callout : undefined;
  // Nobody is rung for an exercise, for a warning without a level, or for no unit: the server holds the same rule.
  const callable = inForce(warning, now) && warning.status === "actual" && warning.colour != null && warning.units.length > 0;
  const ask = (title: string, content: string, step: () => Promise<unknown>, done: string) =>
    modal.confirm({
      title,
      content,
      okText: title,
      cancelText: words.cancel,
      onOk: () => step().then(() => tell.done(done), tell.failed),
    });
  if (!may || (!round && !callable)) return null;
  return (
    <div className="round-buttons">
      {round ? (
        <Button onClick={() => ask(say.end, say.endSure, () => end.mutateAsync(round.id), say.endedNow)}>{say.end}</Button>
      ) : (
        <Button type="primary" size="large" onClick={() => ask(say.start, say.startSure, () => start.mutateAsync(warning.id), say.started)}>
          {say.start}
        </Button>
      )}
    </div>
  );
}
