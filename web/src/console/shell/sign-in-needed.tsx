import { Link, useRouterState } from "@tanstack/react-router";
import { useWords } from "../../ui/language";
import { EmptyPanel } from "../../ui/state-panel";

export function SignInNeeded({ title }: { title: string }) {
  const words = useWords();
  const here = useRouterState({ select: (state) => state.location.href });
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      <EmptyPanel text={words.session.neededWhat}>
        <Link to="/sign-in" search={{ next: here }} className="button-link">
          {words.session.needed}
        </Link>
      </EmptyPanel>
    </>
  );
}
