import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useFormat, usePageWords } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { chainWords } from "../../words/chain";
import { useTell } from "../shell/use-tell";
import { useRepeat, type ChainTest } from "./queries";

/** One test: how many posts two ways lead to, and where it stands. */
export function TestRow({ test }: { test: ChainTest }) {
  const say = usePageWords(chainWords);
  const f = useFormat();
  const now = useNow();
  const tell = useTell();
  const repeat = useRepeat();
  const setRepeated = (repeated: boolean) => repeat.mutate({ id: test.id, repeated }, { onSuccess: () => tell.done(say.repeatSaved), onError: tell.failed });
  return (
    <li className="warning" data-id={test.id}>
      <p className="warning-headline">
        <Link to="/chain-tests/$id" params={{ id: test.id }}>
          {f.name(test.seen.names)} · {say.begun(f.listTime(test.begun_at, now))}
        </Link>
      </p>
      <p className="warning-line">
        <Standing test={test} />
      </p>
      <p className="warning-line quiet">
        <span>{stateOf(test, say, f)}</span>
        {!test.by_person && <span>{say.byItself}</span>}
        {test.repeated && <span>{say.repeated}</span>}
        {test.may_repeat && (
          <Button size="small" loading={repeat.isPending} onClick={() => setRepeated(!test.repeated)}>
            {test.repeated ? say.stopRepeat : say.repeat}
          </Button>
        )}
      </p>
    </li>
  );
}

/** How many posts are reached by two ways, in words. */
export function Standing({ test }: { test: ChainTest }) {
  const say = usePageWords(chainWords);
  const f = useFormat();
  const over = test.ended_at != null;
  const [lacking, unreached] = over ? [say.lacking, say.unreached] : [say.lackingYet, say.unreachedYet];
  if (!test.placed) return <span>{say.placing}</span>;
  return (
    <>
      <span className="num">{say.counted(f.number(test.posts))}</span>
      {test.lacking > 0 ? <strong className="num">{lacking(f.number(test.lacking))}</strong> : test.posts > 0 && <span>{say.allReached}</span>}
      {test.unreached > 0 && <span className="num">{unreached(f.number(test.unreached))}</span>}
    </>
  );
}

/** Where it stands. */
export function stateOf(test: ChainTest, say: (typeof chainWords)["zh"], f: ReturnType<typeof useFormat>): string {
  if (test.ended_at != null) return say.over;
  if (test.waits) return say.waits;
  return test.outstanding > 0 ? say.outstanding(f.number(test.outstanding)) : say.open;
}
