import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { isOwed } from "../outbox/item";
import { useOutbox } from "../outbox/use-outbox";
import { go, Link } from "../path";
import { accountId, signOut } from "../session";

/** What is not sent yet would wait for a sign-in that may never come: send or delete it first. */
export function SignOut() {
  const words = useWords();
  const f = useFormat();
  const { items } = useOutbox();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const owed = items.filter((item) => item.account === accountId() && isOwed(item)).length;
  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
      go("/");
    } catch (thrown) {
      setError(problemText(asProblem(thrown), words));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {owed > 0 && (
        <div className="hint-box">
          <p>{words.pocket.me.blocked(f.number(owed))}</p>
          <Link to="/outbox">{words.pocket.outbox.title}</Link>
        </div>
      )}
      {error && (
        <p className="error-box" role="alert">
          {error}
        </p>
      )}
      <button type="button" className="secondary" disabled={busy || owed > 0} onClick={() => void leave()}>
        {words.session.signOut}
      </button>
    </>
  );
}
