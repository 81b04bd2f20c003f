import { useFormat, useWords } from "../../ui/language";
import { Link } from "../path";
import { useHolder } from "../session";
import { Settings } from "./settings";
import { SignOut } from "./sign-out";

export default function MePage() {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.me;
  const { person, expired } = useHolder();
  return (
    <section>
      <h1>{say.title}</h1>
      {person ? (
        <>
          <dl className="summary">
            <dt>{say.name}</dt>
            <dd>{f.name(person.account.names)}</dd>
            <dt>{words.session.login}</dt>
            <dd>{person.account.login}</dd>
            <dt>{say.posts}</dt>
            {person.postings.map((posting) => (
              <dd key={posting.id}>{[f.name(posting.title.names), f.name(posting.unit.names), posting.body && f.name(posting.body.names)].filter(Boolean).join(" · ")}</dd>
            ))}
          </dl>
          {expired && (
            <div className="hint-box">
              <p>{words.pocket.outbox.expired}</p>
              <Link to="/sign-in">{words.session.signIn}</Link>
            </div>
          )}
        </>
      ) : (
        <>
          <p>{say.nobody}</p>
          <Link to="/sign-in" className="secondary">
            {words.pocket.signIn.title}
          </Link>
        </>
      )}
      {person && (
        <Link to="/outbox" className="secondary">
          {words.pocket.outbox.title}
        </Link>
      )}
      <Settings />
      {person && <SignOut />}
    </section>
  );
}
