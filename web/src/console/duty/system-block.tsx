import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useFeeds } from "../shell/feeds";
import { useSystem } from "../shell/queries";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { Block } from "./block";

const EVERY_MS = 60_000;

/** Whether channels may send, and whether warnings still come in. */
export function useTrouble() {
  const may = useSession()?.permissions.includes("view_warnings") ?? false;
  const system = useSystem(EVERY_MS);
  const feeds = useFeeds(may);
  const held = system.data?.held === true;
  const failing = (feeds.data ?? []).filter(({ state }) => state === "failing");
  return { query: may && !feeds.data ? feeds : system, held, failing, may };
}

/** It stands first when something is wrong and last when nothing is. */
export function SystemBlock({ query, held, failing, may }: ReturnType<typeof useTrouble>) {
  const words = useWords();
  const say = words.sources;
  const f = useFormat();
  const now = useNow();
  const rows = [...(held ? [undefined] : []), ...failing];
  return (
    <Block<unknown, (typeof rows)[number]> name="system" query={query} rows={rows} link={may && <Link to="/sources">{say.title}</Link>}>
      {(feed) =>
        feed ? (
          <li key={feed.id} data-id={feed.id}>
            <strong>{words.duty.failing(feed.name)}</strong>
            <div className="quiet num">
              {feed.ok_at == null ? say.never : say.answered(f.listTime(feed.ok_at, now))} · {say.failures(f.number(feed.failures))}
            </div>
          </li>
        ) : (
          <li key="held">
            <strong>{words.duty.heldWhat}</strong>
          </li>
        )
      }
    </Block>
  );
}
