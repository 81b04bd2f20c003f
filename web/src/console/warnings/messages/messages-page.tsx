import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { asProblem } from "../../../api/problem";
import type { PublicMessage } from "../../../api/types";
import { useFormat } from "../../../ui/language";
import { LevelTag } from "../../../ui/level-tag";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../../ui/state-panel";
import { useNow } from "../../../ui/use-now";
import { Allowed } from "../../shell/allowed";
import { ExportMenu } from "../../shell/export-menu";
import { useSession } from "../../shell/session";
import { MoreFoot } from "../../shell/more-foot";
import { useWords } from "../../shell/words";
import { MESSAGES_SHOWN, useMessages, type Shown } from "./queries";
import "../../shell/event-list.css";
import "./public-messages.css";

export function MessagesPage() {
  const words = useWords();
  const session = useSession();
  const permission = session?.permissions.includes("approve_public") ? "approve_public" : "draft_public";
  return (
    <Allowed permission={permission} title={words.publicMessages.title}>
      <Messages />
    </Allowed>
  );
}

const SHOWN: Shown[] = ["waiting", "force", "review", "all"];

function Messages() {
  const words = useWords();
  const say = words.publicMessages;
  const f = useFormat();
  const session = useSession();
  const search = useSearch({ from: "/warnings/messages" });
  const navigate = useNavigate({ from: "/warnings/messages" });
  const shown: Shown = search.show ?? "waiting";
  const list = useMessages(shown);
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const choose = (one: Shown) => void navigate({ search: one === "waiting" ? {} : { show: one }, replace: true });
  return (
    <div className="warnings-page">
      <div className="messages-back">
        <Link to="/warnings" className="back-link">
          ← {words.warnings.back}
        </Link>
      </div>
      <div className="page-head">
        <h1>{say.title}</h1>
        <div className="warning-chips" role="group" aria-label={say.filter}>
          {SHOWN.map((one) => (
            <button key={one} type="button" className="warning-chip" aria-pressed={shown === one} onClick={() => choose(one)}>
              {say.show[one]}
            </button>
          ))}
        </div>
        {rows.length > 0 && <ExportMenu path="/api/public-messages/export" params={MESSAGES_SHOWN[shown]} formats={["csv", "xlsx"]} />}
        {session?.permissions.includes("draft_public") && (
          <Link to="/warnings/new" className="button-link button-link-primary">
            {say.write}
          </Link>
        )}
      </div>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={say.empty[shown]}>{shown !== "all" && <Button onClick={() => choose("all")}>{say.show.all}</Button>}</EmptyPanel>}
      <ul className="warning-list" aria-label={say.list}>
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </ul>
      <MoreFoot loaded={rows.length > 0 && say.loaded(f.number(rows.length))} list={list} />
    </div>
  );
}

function MessageRow({ message }: { message: PublicMessage }) {
  const words = useWords();
  const say = words.publicMessages;
  const f = useFormat();
  const now = useNow();
  const first = message.content.said[0];
  const where = message.units.map((unit) => f.name(unit.names)).join(words.listSeparator);
  return (
    <li data-id={message.id} className={message.ended_at != null ? "warning warning-over" : "warning"}>
      <div className="warning-line">
        {message.content.colour && <LevelTag colour={message.content.colour} />}
        <strong className={`message-state message-${message.state}`}>{say.state[message.state]}</strong>
        {message.glass && !message.verdict && <strong className="mark">{say.facts.notReviewed}</strong>}
        <Link to="/warnings/messages/$id" params={{ id: message.id }} className="warning-headline">
          {say.kind[message.kind]}
          {words.colon}
          {first && f.name(first.action)}
        </Link>
      </div>
      <div className="quiet num">
        {where} · {say.facts.until} {f.listTime(message.content.expires_at, now)}
      </div>
    </li>
  );
}
