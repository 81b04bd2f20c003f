import { useEffect, useRef, useState } from "react";
import { usePageWords } from "../../ui/language";
import { passwordWords } from "../../words/password";
import { Link } from "../path";
import { useSecret } from "../use-secret";
import { PasswordForm } from "./password-form";
import "./password.css";

type Outcome = "done" | "wrong";

/** Behind the link that a new owner gets: a password, set once. A preview that opens the link sets nothing. */
export default function PasswordPage() {
  const secret = useSecret();
  return <BySecret key={secret} secret={secret} />;
}

function BySecret({ secret }: { secret: string | undefined }) {
  const say = usePageWords(passwordWords);
  const [outcome, setOutcome] = useState<Outcome>();
  if (outcome === "done") return <Done />;
  return (
    <section>
      <h1>{say.title}</h1>
      {secret && outcome === undefined ? (
        <PasswordForm secret={secret} onDone={() => setOutcome("done")} onWrong={() => setOutcome("wrong")} />
      ) : (
        <WrongLink why={secret ? say.wrong : say.noLink} />
      )}
    </section>
  );
}

function Done() {
  const say = usePageWords(passwordWords);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section>
      <h1 ref={title} tabIndex={-1}>
        {say.done}
      </h1>
      <p>{say.doneWhat}</p>
      <Link to="/sign-in" className="primary">
        {say.signIn}
      </Link>
    </section>
  );
}

/** What to do where the link opens nothing. */
function WrongLink({ why }: { why: string }) {
  const say = usePageWords(passwordWords);
  return (
    <>
      <p className="error-box" role="alert">
        {why}
      </p>
      <p>
        {say.tryFirst} {say.ask}
      </p>
      <Link to="/sign-in" className="secondary">
        {say.signIn}
      </Link>
    </>
  );
}
