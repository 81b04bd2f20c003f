import { useWords } from "../../ui/language";
import { useSecret } from "../use-secret";
import { AssistForm } from "./assist-form";
import { AssistLink } from "./assist-link";
import "./assist.css";

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
