import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { useRef, useState } from "react";
import { useFormat } from "../../ui/language";
import { useSession, useSignOut } from "./session";
import { useWords } from "./words";

/** Shows the post first: what a person may do hangs on it, not on the name. */
export function AccountMenu({ onGo }: { onGo?: () => void }) {
  const words = useWords();
  const f = useFormat();
  const session = useSession();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const here = useRouterState({ select: (state) => state.location.href });
  if (session === undefined) return null;
  if (session === null) {
    return (
      <Link to="/sign-in" search={{ next: here }} className="sign-in-link" onClick={onGo}>
        {words.session.signIn}
      </Link>
    );
  }
  const close = () => {
    setOpen(false);
    onGo?.();
  };
  // The card stands at the end of the document: the keyboard is led into it, and back.
  const back = (event: React.KeyboardEvent) => {
    const stops = [...(card.current?.querySelectorAll("a, button") ?? [])];
    const leaves = event.key === "Tab" && event.target === (event.shiftKey ? stops[0] : stops.at(-1));
    if (!leaves && event.key !== "Escape") return;
    event.preventDefault();
    setOpen(false);
    opener.current?.focus();
  };
  const posts = (
    <div ref={card} className="account-card" onKeyDown={back}>
      <strong>{f.name(session.account.names)}</strong>
      <ul>
        {session.postings.map((posting) => (
          <li key={posting.id}>
            {f.name(posting.title.names)} · {f.name(posting.unit.names)}
            {posting.body && ` · ${f.name(posting.body.names)}`}
          </li>
        ))}
      </ul>
      <Link to="/account" className="button-link" onClick={close}>
        {words.account.open}
      </Link>
      <Button
        loading={signOut.isPending}
        onClick={() => {
          close();
          signOut.mutate(undefined, { onSuccess: () => void navigate({ to: "/units" }) });
        }}
      >
        {words.session.signOut}
      </Button>
    </div>
  );
  const first = session.postings[0];
  return (
    <Popover content={posts} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} afterOpenChange={(shown) => shown && card.current?.querySelector("a")?.focus()}>
      <Button ref={opener} type="text" aria-expanded={open}>{first ? f.name(first.title.names) : f.name(session.account.names)}</Button>
    </Popover>
  );
}
