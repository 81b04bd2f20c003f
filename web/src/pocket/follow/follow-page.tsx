import { useEffect, useState } from "react";
import { useFormat, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { secretIn } from "../own-reports";
import { FollowActions } from "./follow-actions";
import { FollowView } from "./follow-view";
import { useFollow } from "./use-follow";

/** The secret stays in the fragment: fragments are not sent, so no log or proxy ever holds it. */
function useFragment(): [string | undefined, (secret: string) => void] {
  const [secret, setSecret] = useState(() => secretIn(location.hash.slice(1)));
  useEffect(() => {
    const update = () => setSecret(secretIn(location.hash.slice(1)));
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return [secret, (next) => (location.hash = next)];
}

export function FollowPage() {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.followPage;
  const [secret, setSecret] = useFragment();
  const { view, at, problem, ask } = useFollow(secret);
  if (!secret) return <PasteForm onSecret={setSecret} />;
  return (
    <section>
      <h1>{say.title}</h1>
      {problem && (
        <p className="error-box" role="alert">
          {problem.code === "not_found" ? say.notFound : problemText(problem, words)}
        </p>
      )}
      {!view && !problem && <p role="status">{words.loading}</p>}
      {view && <FollowView view={view} />}
      {view && <FollowActions key={view.hazard.version} secret={secret} hazard={view.hazard} onDone={ask} />}
      {at !== undefined && (
        <p className="quiet num">
          {say.updated(f.time(at))} · {say.every}
        </p>
      )}
      {problem?.code === "not_found" && <PasteForm onSecret={setSecret} />}
    </section>
  );
}

function PasteForm({ onSecret }: { onSecret: (secret: string) => void }) {
  const words = useWords();
  const say = words.pocket.followPage;
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const secret = secretIn(text);
    setWrong(!secret);
    if (secret) onSecret(secret);
  };
  return (
    <form onSubmit={submit} noValidate>
      <h1>{words.pocket.follow}</h1>
      <label htmlFor="paste">{say.paste}</label>
      <input
        id="paste"
        autoComplete="off"
        placeholder={say.pasteHint}
        aria-invalid={wrong}
        aria-describedby={wrong ? "paste-error" : undefined}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {wrong && (
        <p id="paste-error" className="error-box" role="alert">
          {say.invalid}
        </p>
      )}
      <button type="submit" className="primary">
        {say.open}
      </button>
    </form>
  );
}
