import { useEffect, useState } from "react";
import { useWords } from "../../ui/language";
import { secretIn } from "../own-reports";
import { AssistForm } from "./assist-form";
import { AssistLink } from "./assist-link";
import "./assist.css";

/** The secret stays in the fragment: fragments are not sent, so no log or proxy ever holds it. */
function useSecret(): string | undefined {
  const [secret, setSecret] = useState(() => secretIn(location.hash));
  useEffect(() => {
    const update = () => setSecret(secretIn(location.hash));
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return secret;
}

/** Ask for help, or look at what was asked. */
export default function AssistPage() {
  const words = useWords();
  const secret = useSecret();
  return (
    <section className="assist">
      <h1>{words.evacuation.assist}</h1>
      {secret ? <AssistLink key={secret} secret={secret} /> : <AssistForm />}
    </section>
  );
}
