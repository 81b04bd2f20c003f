import { Link, useParams } from "@tanstack/react-router";
import { asProblem } from "../../../api/problem";
import type { PostItem, PublicMessage } from "../../../api/types";
import { useFormat } from "../../../ui/language";
import { LevelTag } from "../../../ui/level-tag";
import { LoadingPanel, ProblemPanel } from "../../../ui/state-panel";
import { Allowed } from "../../shell/allowed";
import { useSession } from "../../shell/session";
import { useWords } from "../../shell/words";
import { MessageSteps } from "./message-steps";
import { PhonePreview } from "./phone-preview";
import { useMessage, usePreview, useTemplates } from "./queries";
import "../../shell/event-list.css";
import "./public-messages.css";

export function MessagePage() {
  const words = useWords();
  const session = useSession();
  const permission = session?.permissions.includes("approve_public") ? "approve_public" : "draft_public";
  return (
    <Allowed permission={permission} title={words.publicMessages.title}>
      <Detail />
    </Allowed>
  );
}

function Detail() {
  const words = useWords();
  const say = words.publicMessages;
  const { id } = useParams({ from: "/warnings/messages/$id" });
  const query = useMessage(id);
  const message = query.data;
  return (
    <article className="message-page">
      <Link to="/warnings/messages" className="back-link">
        ← {say.back}
      </Link>
      {!message && (
        <>
          <h1>{say.title}</h1>
          {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={8} />}
        </>
      )}
      {message && (
        <>
          <div className="page-head">
            <h1>{say.kind[message.kind]}</h1>
            {message.content.colour && <LevelTag colour={message.content.colour} />}
            <strong className={`message-state message-${message.state}`}>{say.state[message.state]}</strong>
          </div>
          <div className="message-columns">
            <div>
              <Facts message={message} />
              <MessageSteps key={message.version} message={message} />
            </div>
            <Words message={message} />
          </div>
        </>
      )}
    </article>
  );
}

/** Posts, no persons. */
export function usePostName() {
  const words = useWords();
  const f = useFormat();
  return (post: PostItem | null | undefined) => (post ? [post.body ? f.name(post.body.names) : post.unit ? f.name(post.unit.names) : "", f.name(post.title)].filter(Boolean).join(" · ") : words.publicMessages.facts.nobody);
}

function Facts({ message }: { message: PublicMessage }) {
  const words = useWords();
  const say = words.publicMessages;
  const f = useFormat();
  const name = usePostName();
  const rows: [string, string][] = [
    [say.facts.where, message.units.map((unit) => f.name(unit.names)).join(words.listSeparator)],
    [say.facts.until, f.dateTime(message.content.expires_at)],
    [say.facts.written, say.facts.post(name(message.written.post), f.dateTime(message.written.at))],
  ];
  if (message.decided) rows.push([message.published_at == null ? say.facts.refused : say.facts.decided, say.facts.post(name(message.decided.post), f.dateTime(message.decided.at))]);
  if (message.reason) rows.push([say.facts.reason, message.reason]);
  if (message.oral) {
    const { post, way, at, signed_at } = message.oral;
    const signed = signed_at == null ? say.oral.unsigned : say.oral.signedAt(f.dateTime(signed_at));
    rows.push([say.oral.by, `${say.oral.said(name(post), say.oral.ways[way], f.dateTime(at))} · ${signed}`]);
  }
  if (message.glass) rows.push([say.facts.glass, say.facts.glassWhat]);
  if (message.glass) rows.push([say.facts.review, message.verdict && message.reviewed ? `${say.step[message.verdict]} · ${say.facts.post(name(message.reviewed.post), f.dateTime(message.reviewed.at))}` : say.facts.notReviewed]);
  if (message.review_note) rows.push([say.step.note, message.review_note]);
  if (message.ended_at != null) rows.push([say.facts.ended, f.dateTime(message.ended_at)]);
  return (
    <dl className="facts">
      {rows.map(([term, text]) => (
        <div key={term} className="fact">
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The words: as they went out, else as they would go out now. */
function Words({ message }: { message: PublicMessage }) {
  const words = useWords();
  const say = words.publicMessages;
  const templates = useTemplates();
  const open = message.published_at == null;
  const may = useSession()?.permissions.includes("draft_public") ?? false;
  const preview = usePreview(message.kind, open && may ? message.content : undefined);
  const out = open ? preview.data : { texts: message.texts, issuer: message.issuer ?? {}, conflicts: [], problems: [], break_glass: false, population: 0, households: 0, uncounted: 0 };
  return (
    <section className="message-preview" aria-labelledby="words-title">
      <h2 id="words-title">{say.facts.says}</h2>
      {out && templates.data && <PhonePreview preview={out} colour={message.content.colour ?? undefined} templates={templates.data} published={!open} />}
      {out && out.conflicts.length > 0 && (
        <p className="too-long" role="alert">
          {say.conflict.title}
        </p>
      )}
      {!open && (
        <p className="message-links">
          <a href={`/api/public/messages/${message.id}.cap`}>{say.facts.document}</a> <a href="/public/warnings">{say.facts.publicPage}</a>
        </p>
      )}
    </section>
  );
}
