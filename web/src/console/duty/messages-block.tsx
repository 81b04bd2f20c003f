import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { TimeAgo } from "../../ui/time";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { messageWaits, waitingMessages } from "./order";
import { useMessagesNow } from "./queries";

/** Messages for the public that one person alone must not settle. */
export function MessagesBlock() {
  const words = useWords();
  const say = words.publicMessages;
  const f = useFormat();
  const query = useMessagesNow(true);
  const rows = waitingMessages(query.data?.items ?? []);
  return (
    <Block name="messages" query={query} rows={rows} more={query.data?.next != null} link={<Link to="/warnings/messages">{say.title}</Link>}>
      {(message) => {
        const waits = messageWaits(message) ?? "approve";
        const first = message.content.said[0];
        return (
          <li key={message.id} data-id={message.id}>
            <div className="duty-line">
              {message.content.colour && <LevelTag colour={message.content.colour} />}
              <Link to="/warnings/messages/$id" params={{ id: message.id }}>
                {say.kind[message.kind]}
                {words.colon}
                {first && f.name(first.action)}
              </Link>
            </div>
            <div>
              <strong>{waits === "approve" && message.own ? words.duty.message.own : words.duty.message[waits]}</strong>{" "}
              <span className="quiet">
                {message.units.map((unit) => f.name(unit.names)).join(words.listSeparator)} · <TimeAgo at={message.submitted_at ?? message.written.at} />
              </span>
            </div>
          </li>
        );
      }}
    </Block>
  );
}
