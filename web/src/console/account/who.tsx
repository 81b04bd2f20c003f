import { Link } from "@tanstack/react-router";
import type { SessionView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { Section } from "../shell/section";
import { useWords } from "../shell/words";

export function Who({ session }: { session: SessionView }) {
  const words = useWords();
  const say = words.account.who;
  const f = useFormat();
  return (
    <Section id="who" title={say.title}>
      <dl className="facts">
        <dt>{say.name}</dt>
        <dd>{f.name(session.account.names)}</dd>
        <dt>{say.login}</dt>
        <dd>{session.account.login}</dd>
        <dt>{say.posts}</dt>
        <dd>
          {session.postings.length === 0 && <span className="quiet">{say.noPosts}</span>}
          {session.postings.map((posting) => (
            <div key={posting.id}>
              {f.name(posting.title.names)} ·{" "}
              <Link to="/units" search={{ unit: posting.unit.id }}>
                {f.name(posting.unit.names)}
              </Link>
              {posting.body && ` · ${f.name(posting.body.names)}`}
            </div>
          ))}
        </dd>
      </dl>
      {session.permissions.length > 0 && (
        <details className="permissions">
          <summary>{say.may(f.number(session.permissions.length))}</summary>
          <ul>
            {session.permissions.map((word) => (
              <li key={word}>{words.account.permission[word] ?? word}</li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
