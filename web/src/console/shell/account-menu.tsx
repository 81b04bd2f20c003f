import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { useFormat, useWords } from "../../ui/language";
import { useSession, useSignOut } from "./session";

/** Shows the post first: what a person may do hangs on it, not on the name. */
export function AccountMenu({ onGo }: { onGo?: () => void }) {
  const words = useWords();
  const f = useFormat();
  const session = useSession();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const here = useRouterState({ select: (state) => state.location.href });
  if (session === undefined) return null;
  if (session === null) {
    return (
      <Link to="/sign-in" search={{ next: here }} className="sign-in-link" onClick={onGo}>
        {words.session.signIn}
      </Link>
    );
  }
  const posts = (
    <div className="account-card">
      <strong>{f.name(session.account.names)}</strong>
      <ul>
        {session.postings.map((posting) => (
          <li key={posting.id}>
            {f.name(posting.title.names)} · {f.name(posting.unit.names)}
            {posting.body && ` · ${f.name(posting.body.names)}`}
          </li>
        ))}
      </ul>
      <Button
        loading={signOut.isPending}
        onClick={() => {
          onGo?.();
          signOut.mutate(undefined, { onSuccess: () => void navigate({ to: "/units" }) });
        }}
      >
        {words.session.signOut}
      </Button>
    </div>
  );
  const first = session.postings[0];
  return (
    <Popover content={posts} trigger="click" placement="bottomRight">
      <Button type="text">{first ? f.name(first.title.names) : f.name(session.account.names)}</Button>
    </Popover>
  );
}
