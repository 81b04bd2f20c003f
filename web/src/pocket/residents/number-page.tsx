import { usePageWords } from "../../ui/language";
import { residentWords } from "../../words/resident";
import { useSecret } from "../use-secret";
import { NumberForm } from "./number-form";
import { NumberLink } from "./number-link";
import "../assist/assist.css";

/** Register a number for a building, or look at what was registered. */
export default function NumberPage() {
  const say = usePageWords(residentWords);
  const secret = useSecret();
  return (
    <section className="assist">
      <h1>{say.title}</h1>
      {secret ? <NumberLink key={secret} secret={secret} /> : <NumberForm />}
    </section>
  );
}
