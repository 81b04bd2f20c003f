import { useState } from "react";
import { asProblem } from "../api/problem";
import { useFormat, useWords } from "../ui/language";
import { problemText } from "../ui/state-panel";
import { DemoAccounts } from "./demo-accounts";
import { flush } from "./outbox/sender";
import { go } from "./path";
import { signIn, useHolder } from "./session";
import { useSystem } from "./use-system";

interface Form {
  login: string;
  password: string;
  code?: string;
}

/** Where to afterwards: a page of the pocket, from the fragment. */
function target(): string {
  const wanted = location.hash.slice(1);
  return /^\/(tasks|warnings)(\/|$)/.test(wanted) ? wanted : "/tasks";
}

export default function SignInPage() {
  const words = useWords();
  const f = useFormat();
  const say = words.session;
  const system = useSystem();
  const { person, expired } = useHolder();
  const [form, setForm] = useState<Form>({ login: expired && person ? person.account.login : "", password: "" });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  const enter = async (shown: Form) => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(shown);
      flush();
      go(target());
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.code === "second_factor_required") setForm({ ...shown, code: "" });
      else setError(problem.code === "sign_in_failed" ? say.failed : problemText(problem, words));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!form.login.trim()) return setError(say.needLogin);
    if (!form.password) return setError(say.needPassword);
    if (form.code !== undefined && !form.code.trim()) return setError(say.needCode);
    void enter(form);
  };

  return (
    <section>
      <h1>{words.pocket.signIn.title}</h1>
      {person && !expired && <p className="hint-box">{words.pocket.signIn.already(f.name(person.account.names))}</p>}
      <form noValidate onSubmit={submit}>
        <label htmlFor="login">{say.login}</label>
        <input id="login" autoComplete="username" autoCapitalize="none" spellCheck={false} value={form.login} onInput={(event) => setForm({ ...form, login: event.currentTarget.value })} />
        <label htmlFor="password">{say.password}</label>
        <input id="password" type="password" autoComplete="current-password" value={form.password} onInput={(event) => setForm({ ...form, password: event.currentTarget.value })} />
        {form.code !== undefined && (
          <>
            <label htmlFor="code">{say.code}</label>
            <input id="code" inputMode="numeric" autoComplete="one-time-code" aria-describedby="code-hint" value={form.code} onInput={(event) => setForm({ ...form, code: event.currentTarget.value })} />
            <p id="code-hint" className="quiet">
              {say.codeHint}
            </p>
          </>
        )}
        {error && (
          <p className="error-box" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="primary" disabled={busy}>
          {say.signIn}
        </button>
      </form>
      {system?.outside_sign_in && (
        <a className="secondary" href={`/api/session/oidc?next=${encodeURIComponent("/pocket/tasks")}`}>
          {system.outside_sign_in}
        </a>
      )}
      {system?.demo && <DemoAccounts accounts={system.demo_accounts} disabled={busy} onPick={(account) => void enter(account)} />}
    </section>
  );
}
