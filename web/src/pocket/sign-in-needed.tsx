import { useWords } from "../ui/language";
import { Link } from "./path";

export function SignInNeeded({ to }: { to: string }) {
  const words = useWords();
  return (
    <section>
      <h1>{words.pocket.tasks.title}</h1>
      <p>{words.pocket.signIn.needed}</p>
      <Link to={`/sign-in#${to}`} className="primary">
        {words.session.signIn}
      </Link>
    </section>
  );
}
