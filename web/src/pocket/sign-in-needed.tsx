import { useWords } from "../ui/language";
import { Link } from "./path";

interface Props {
  /** Where to go on afterwards. */
  to: string;
  title?: string;
  why?: string;
}

export function SignInNeeded({ to, title, why }: Props) {
  const words = useWords();
  return (
    <section>
      <h1>{title ?? words.pocket.tasks.title}</h1>
      <p>{why ?? words.pocket.signIn.needed}</p>
      <Link to={`/sign-in#${to}`} className="primary">
        {words.session.signIn}
      </Link>
    </section>
  );
}
