import { Button } from "antd";
import { asProblem } from "../../api/problem";
import type { BoardUnit } from "../../api/types";
import { CALLS_SHOWN, type CallFilter, type CallsShown } from "../search";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { ExportMenu } from "../shell/export-menu";
import { useWords } from "../shell/words";
import { useCalls } from "./board-queries";
import { CallRow } from "./call-row";

interface Props {
  callout: string;
  unit: BoardUnit;
  state: CallFilter;
  onState: (state: CallsShown | undefined) => void;
}

/** The posts of a unit. Posts, not faces: a name takes a reason. */
export function Calls({ callout, unit, state, onState }: Props) {
  const words = useWords();
  const say = words.board.calls;
  const f = useFormat();
  const now = useNow(1000);
  const list = useCalls(callout, unit.id, state);
  const calls = (list.data?.pages ?? []).flatMap((page) => page.items);
  const chip = (one: CallFilter) => (
    <button key={one} type="button" className="warning-chip" aria-pressed={state === one} onClick={() => onState(one === "unanswered" ? undefined : one)}>
      {say.show[one]}
    </button>
  );
  return (
    <section id="calls" className="block" aria-labelledby="calls-title">
      <h2 id="calls-title">{say.title(f.name(unit.names))}</h2>
      <div className="warning-chips no-print" role="group" aria-label={say.filter}>
        {chip("unanswered")}
        {CALLS_SHOWN.map(chip)}
        {calls.length > 0 && <ExportMenu path={`/api/callouts/${callout}/calls/export`} params={{ unit: unit.id, state }} formats={["csv", "xlsx"]} />}
      </div>
      {list.isPending && <LoadingPanel rows={4} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && calls.length === 0 && (
        <EmptyPanel text={state === "unanswered" ? say.empty.unanswered : say.empty.other}>
          {state !== "all" && <Button onClick={() => onState("all")}>{say.seeAll}</Button>}
        </EmptyPanel>
      )}
      <ul className="calls">
        {calls.map((call) => (
          <CallRow key={call.id} call={call} now={now} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </section>
  );
}
