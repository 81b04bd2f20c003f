import { useRouter, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { DemoAccounts } from "./demo-accounts";
import { homeFor } from "./home";
import { useSystem } from "./queries";
import { useSignIn } from "./session";

export function SignInPage() {
  const words = useWords();
  const router = useRouter();
  const { next, problem } = useSearch({ from: "/sign-in" });
  const system = useSystem().data;
  const signIn = useSignIn();
  const [form, setForm] = useState({ login: "", password: "" });
  // Back from the outside service, which knows the person: the code alone is missing.
  const outside = problem === "second_factor_required";
  const [code, setCode] = useState<string | undefined>(outside ? "" : undefined);
  const [errors, setErrors] = useState<FieldError[]>(() => {
    const text = words.problem.code[problem as keyof typeof words.problem.code];
    return problem && !outside && text ? [{ field: "login", text }] : [];
  });
  const asked = next?.startsWith("/") ? `/console${next}` : undefined;

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!outside && !form.login.trim()) missing.push({ field: "login", text: words.session.needLogin });
    if (!outside && !form.password) missing.push({ field: "password", text: words.session.needPassword });
    if (code !== undefined && !code.trim()) missing.push({ field: "code", text: words.session.needCode });
    setErrors(missing);
    if (missing.length > 0) return;
    attempt(outside ? { code: code ?? "" } : code === undefined ? form : { ...form, code });
  };

  const attempt = (shown: Parameters<typeof signIn.mutate>[0]) =>
    signIn.mutate(shown, {
      onSuccess: (session) => router.history.push(asked ?? `/console${homeFor(session.permissions)}`),
      onError: (error) => {
        const problem = asProblem(error);
        if (problem.code === "second_factor_required") return setCode("");
        const text = problem.code === "sign_in_failed" ? words.session.failed : problemText(problem, words);
        setErrors([{ field: problem.code === "second_factor_invalid" ? "code" : "login", text }]);
      },
    });

  return (
    <div className="sign-in">
      <form onSubmit={submit} noValidate>
        <h1>{words.session.title}</h1>
        <ErrorSummary title={words.problem.title} errors={errors} />
        {!outside && (
          <>
            <label htmlFor="login">{words.session.login}</label>
            <Input
              id="login"
              size="large"
              autoComplete="username"
              value={form.login}
              onChange={(event) => setForm({ ...form, login: event.target.value })}
            />
            <label htmlFor="password">{words.session.password}</label>
            <Input.Password
              id="password"
              size="large"
              autoComplete="current-password"
              value={form.password}
              onChange={(event) => setForm({ ...form, password: event.target.value })}
            />
          </>
        )}
        {code !== undefined && (
          <>
            <label htmlFor="code">{words.session.code}</label>
            <Input
              id="code"
              size="large"
              autoComplete="one-time-code"
              aria-describedby="code-hint"
              autoFocus
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
            <p id="code-hint" className="quiet">
              {words.session.codeHint}
            </p>
          </>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {words.session.signIn}
        </Button>
      </form>
      {system?.outside_sign_in && (
        <a className="button-link" href={`/api/session/oidc?next=${encodeURIComponent(asked ?? "/console/")}`}>
          {system.outside_sign_in}
        </a>
      )}
      {system?.demo && system.demo_accounts.length > 0 && (
        <section aria-labelledby="demo-accounts">
          <h2 id="demo-accounts">{words.session.demoTitle}</h2>
          <p className="quiet">{words.session.demoHint}</p>
          <DemoAccounts accounts={system.demo_accounts} onPick={attempt} />
        </section>
      )}
    </div>
  );
}
