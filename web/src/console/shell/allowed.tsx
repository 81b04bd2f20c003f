import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { SessionView } from "../../api/types";
import NotAllowed from "../../ui/not-allowed";
import { LoadingPanel } from "../../ui/state-panel";
import { useTitleList } from "./queries";
import { useSession } from "./session";
import { SignInNeeded } from "./sign-in-needed";
import { useWords } from "./words";

interface Props {
  /** One of several is enough. */
  permission: string | readonly string[];
  title: string;
  children: ReactNode;
}

/** A page for those who hold a permission somewhere; where exactly, the server decides. Others read why it is shut. */
export function Allowed({ permission, title, children }: Props) {
  const session = useSession();
  if (session === undefined) return <LoadingPanel />;
  if (session === null) return <SignInNeeded title={title} />;
  const enough = [permission].flat();
  if (enough.some((one) => session.permissions.includes(one))) return children;
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      <Shut permission={enough[0]!} session={session} />
    </>
  );
}

/** Who has the post and signed in without the second factor needs no administrator. */
function Shut({ permission, session }: { permission: string; session: SessionView }) {
  const words = useWords();
  const titles = useTitleList();
  if (titles.isPending) return <LoadingPanel />;
  const own = titles.data?.filter(({ id }) => session.postings.some((posting) => posting.title.id === id)) ?? [];
  const held = own.some(({ permissions }) => permissions.includes(permission));
  return (
    <NotAllowed permission={permission} held={held}>
      {held && (
        <Link to="/account" className="button-link">
          {words.account.open}
        </Link>
      )}
    </NotAllowed>
  );
}
