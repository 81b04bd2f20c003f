import { App, Button } from "antd";
import type { WarningView } from "../../api/types";
import { useNow } from "../../ui/use-now";
import { inForce } from "../shell/in-force";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { EndCalls } from "./end-calls";
import { useStartCalls } from "./queries";

/** Calls begin by themselves where the rules say so; where not, a person begins them. Where exactly one may, the server decides. */
export function RoundButtons({ warning }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings.round;
  const { modal } = App.useApp();
  const tell = useTell();
  const now = useNow();
  const may = useSession()?.permissions.includes("run_callout") ?? false;
  const start = useStartCalls();
  const round = warning.callout && !warning.callout.ended ? warning.callout : undefined;
  // Nobody is rung for an exercise, for a warning without a level, or for no unit: the server holds the same rule.
  const callable = inForce(warning, now) && warning.status === "actual" && warning.colour != null && warning.units.length > 0;
  const ask = () =>
    modal.confirm({
      title: say.start,
      content: say.startSure,
      okText: say.start,
      cancelText: words.cancel,
      onOk: () => start.mutateAsync(warning.id).then(() => tell.done(say.started), tell.failed),
    });
  if (!may || (!round && !callable)) return null;
  return (
    <div className="round-buttons">
      {round ? (
        <EndCalls round={round.id} />
      ) : (
        <Button type="primary" size="large" onClick={ask}>
          {say.start}
        </Button>
      )}
    </div>
  );
}
