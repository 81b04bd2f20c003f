import { Button } from "antd";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import type { Feed } from "../shell/feeds";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { usePollFeed } from "./queries";
import { Why } from "./why";

interface Props {
  feed: Feed;
  may: boolean;
  onChange: () => void;
  onEntries: () => void;
}

/** One source: how it fares in plain words first, then whether its word starts calls. */
export function FeedRow({ feed, may, onChange, onEntries }: Props) {
  const words = useWords();
  const say = words.sources;
  const f = useFormat();
  const tell = useTell();
  const now = useNow();
  const poll = usePollFeed();
  const pollNow = () => poll.mutate(feed.id, { onSuccess: () => tell.done(say.polled), onError: tell.failed });
  return (
    <li className={feed.state === "paused" ? "warning warning-over" : "warning"} data-id={feed.id} data-state={feed.state}>
      <div className="warning-line">
        <strong>{feed.name}</strong>
        <span className={feed.state === "failing" ? "warning-mark" : "tag"}>{say.state[feed.state]}</span>
        <span className="quiet num">
          {feed.ok_at == null ? say.never : say.answered(f.listTime(feed.ok_at, now))}
          {feed.failures > 0 && ` · ${say.failures(f.number(feed.failures))}`}
          {feed.next_at != null && ` · ${say.next(f.listTime(feed.next_at, now))}`}
        </span>
      </div>
      {feed.last_error && (
        <div className="small source-why">
          <strong>{say.because}</strong> <Why fault={feed.fault} detail={feed.last_error} />
        </div>
      )}
      <div className="small">{feed.authenticated ? say.authenticated : say.proposes}</div>
      <div className="quiet small source-address">
        {feed.address} · {say.every(f.number(feed.every_s))}
        {feed.authenticated && ` · ${feed.senders.length === 0 ? say.noSenders : say.senders(feed.senders.join(words.listSeparator))}`}
      </div>
      {may && (
        <div className="source-buttons">
          <Button aria-label={say.pollWhich(feed.name)} disabled={feed.state === "paused"} loading={poll.isPending} onClick={pollNow}>
            {say.poll}
          </Button>
          <Button aria-label={say.entriesWhich(feed.name)} onClick={onEntries}>
            {say.entries}
          </Button>
          <Button aria-label={say.changeWhich(feed.name)} onClick={onChange}>
            {say.change}
          </Button>
        </div>
      )}
    </li>
  );
}
