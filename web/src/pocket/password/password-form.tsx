import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { passwordWords } from "../../words/password";
import { useOnline } from "../use-online";
import { useOpenForm } from "../update";
import { wrongEntry, type Entries } from "./entries";

interface Props {
  secret: string;
  onDone: () => void;
  /** The link opens nothing any more. */
  onWrong: () => void;
}

/** The new password twice; nothing of it is kept on this phone. */
export function PasswordForm({ secret, onDone, onWrong }: Props) {
  const words = useWords();
  const say = usePageWords(passwordWords);
  const online = useOnline();
  const [entries, setEntries] = useState<Entries>({ new: "", again: "" });
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldError[]>([]);
  useOpenForm(entries.new !== "");

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const wrong = wrongEntry(entries);
    setErrors(wrong ? [{ field: `password-${wrong}`, text: say.need[wrong] }] : []);
    if (wrong) return;
    setBusy(true);
    try {
      await data(api.POST("/api/password-reset", { body: { secret, new: entries.new } }));
      onDone();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.code === "reset_link_invalid") return onWrong();
      setErrors([{ field: "password-new", text: problem.code === "unreachable" ? say.unreachable : problemText(problem, words) }]);
    } finally {
      setBusy(false);
    }
  };

  const field = (name: keyof Entries) => {
    const id = `password-${name}`;
    return (
      <>
        <label htmlFor={id}>{say[name]}</label>
        <input
          id={id}
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={errors.some((error) => error.field === id)}
          aria-describedby={name === "new" ? "password-hint" : undefined}
          value={entries[name]}
          onInput={(event) => setEntries({ ...entries, [name]: event.currentTarget.value })}
        />
      </>
    );
  };
  return (
    <form className="password" noValidate onSubmit={(event) => void submit(event)}>
      <p>{say.intro}</p>
      {!online && (
        <p className="hint-box" role="status">
          {say.offline}
        </p>
      )}
      <ErrorSummary title={say.summary} errors={errors} />
      {field("new")}
      <p id="password-hint" className="quiet">
        {say.once}
      </p>
      {field("again")}
      <button type="button" className="text-button" onClick={() => setShown(!shown)}>
        {shown ? say.hide : say.show}
      </button>
      <button type="submit" className="primary" aria-busy={busy} disabled={busy}>
        {say.save}
      </button>
    </form>
  );
}
