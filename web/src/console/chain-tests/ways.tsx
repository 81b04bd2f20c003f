import { useFormat, usePageWords } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { chainWords } from "../../words/chain";
import { useWords } from "../shell/words";
import type { TestedPost } from "./queries";

/** Each way to a post and whether it was seen to work; in words, since colour alone says nothing to some. */
export function Ways({ post }: { post: TestedPost }) {
  const attempts = useWords().board.attempts;
  const say = usePageWords(chainWords);
  const f = useFormat();
  const now = useNow();
  if (post.ways.length === 0) return <>{say.noWay}</>;
  return (
    <ul className="chain-ways">
      {post.ways.map((way) => (
        <li key={way.channel}>
          {attempts.channel[way.channel]}:{" "}
          {way.works && <strong>{say.works}</strong>}{" "}
          <span className="quiet">{way.answered_at == null ? attempts.state[way.state] : `${say.answered} ${f.listTime(way.answered_at, now)}`}</span>
        </li>
      ))}
    </ul>
  );
}
