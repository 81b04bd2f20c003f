import { Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useChangePassword } from "./queries";
import { useWords } from "../shell/words";

const EMPTY = { old: "", new: "", again: "" };
type Field = keyof typeof EMPTY;
const SHORTEST = 10;

export function Password() {
  const words = useWords();
  const say = words.account.password;
  const tell = useTell();
  const change = useChangePassword();
  const [values, setValues] = useState(EMPTY);
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const wrong: Field[] = [];
    if (!values.old) wrong.push("old");
    if ([...values.new].length < SHORTEST) wrong.push("new");
    else if (values.again !== values.new) wrong.push("again");
    setErrors(wrong.map((field) => ({ field: `password-${field}`, text: say.need[field] })));
    if (wrong.length > 0) return;
    change.mutate(
      { old: values.old, new: values.new },
      {
        onSuccess: () => {
          setValues(EMPTY);
          tell.done(say.changed);
        },
        onError: (error) => {
          const problem = asProblem(error);
          const field = problem.code === "password_too_short" ? "new" : "old";
          setErrors([{ field: `password-${field}`, text: problem.code === "sign_in_failed" ? say.wrong : problemText(problem, words) }]);
        },
      },
    );
  };

  const field = (name: Field, complete: string) => (
    <>
      <label htmlFor={`password-${name}`}>{say[name]}</label>
      <Input.Password
        id={`password-${name}`}
        autoComplete={complete}
        value={values[name]}
        onChange={(event) => setValues((old) => ({ ...old, [name]: event.target.value }))}
      />
    </>
  );
  return (
    <Section id="password" title={say.title}>
      <form className="action-form" noValidate onSubmit={submit}>
        <p className="quiet small">{say.hint}</p>
        <ErrorSummary title={words.problem.title} errors={errors} />
        {field("old", "current-password")}
        {field("new", "new-password")}
        {field("again", "new-password")}
        <div className="form-buttons">
          <Button htmlType="submit" loading={change.isPending}>
            {say.change}
          </Button>
        </div>
      </form>
    </Section>
  );
}
