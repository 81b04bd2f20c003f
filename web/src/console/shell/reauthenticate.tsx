import { Button, Input, Modal } from "antd";
import { useRouterState } from "@tanstack/react-router";
import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { api, data } from "../../api/client";
import { ApiProblem, asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { useSystem } from "./queries";
import { useWords } from "./words";

/** Does a step; where the server wants the password again, asks for it and does the step once more. */
type Reauthenticated = <T>(step: () => Promise<T>) => Promise<T>;

const Context = createContext<Reauthenticated | null>(null);

interface Waiting {
  go: () => void;
  stop: () => void;
}

export function ReauthenticateProvider({ children }: { children: ReactNode }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const waiting = useRef<Waiting>(undefined);

  const ask = useCallback(
    () =>
      new Promise<void>((go, refuse) => {
        waiting.current = { go, stop: () => refuse(new ApiProblem("cancelled", 0)) };
        setOpen(true);
      }),
    [],
  );
  const run = useMemo<Reauthenticated>(
    () => async (step) => {
      try {
        return await step();
      } catch (error) {
        if (asProblem(error).code !== "confirmation_required") throw error;
        await ask();
        return step();
      }
    },
    [ask],
  );
  const end = (how: keyof Waiting) => {
    setOpen(false);
    waiting.current?.[how]();
    waiting.current = undefined;
  };
  return (
    <Context value={run}>
      {children}
      <Modal title={words.account.confirm.title} open={open} footer={null} destroyOnHidden zIndex={1300} onCancel={() => end("stop")}>
        <ConfirmForm onDone={() => end("go")} onCancel={() => end("stop")} />
      </Modal>
    </Context>
  );
}

export function useReauthenticated(): Reauthenticated {
  const run = use(Context);
  if (!run) throw new Error("ReauthenticateProvider is missing");
  return run;
}

function ConfirmForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const words = useWords();
  const say = words.account.confirm;
  const outside = useSystem().data?.outside_sign_in;
  const here = useRouterState({ select: (state) => state.location.href });
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string>();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [busy, setBusy] = useState(false);

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const missing: FieldError[] = [];
    if (!password) missing.push({ field: "confirm-password", text: say.needPassword });
    if (code !== undefined && !code.trim()) missing.push({ field: "confirm-code", text: say.needCode });
    setErrors(missing);
    if (missing.length > 0) return;
    setBusy(true);
    try {
      await data(api.POST("/api/session/confirm", { body: { password, ...(code && { code: code.trim() }) } }));
      onDone();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === "second_factor_required") setCode("");
      else if (problem.code === "second_factor_invalid") setErrors([{ field: "confirm-code", text: problemText(problem, words) }]);
      else setErrors([{ field: "confirm-password", text: problem.code === "sign_in_failed" ? say.wrong : problemText(problem, words) }]);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="action-form" noValidate onSubmit={(event) => void submit(event)}>
      <p>{say.why}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="confirm-password">{say.password}</label>
      <Input.Password id="confirm-password" size="large" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
      {code !== undefined && (
        <>
          <label htmlFor="confirm-code">{say.code}</label>
          <Input id="confirm-code" size="large" autoFocus inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} />
          <p className="quiet small">{words.session.codeHint}</p>
        </>
      )}
      {outside && (
        <a href={`/api/session/oidc?fresh=true&next=${encodeURIComponent(`/console${here}`)}`}>{say.outside(outside)}</a>
      )}
      <div className="form-buttons">
        <Button size="large" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={busy}>
          {say.ok}
        </Button>
      </div>
    </form>
  );
}
