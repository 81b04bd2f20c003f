import type { ReactNode } from "react";
import { EmptyPanel, LoadingPanel } from "../../ui/state-panel";
import { useSession } from "./session";
import { SignInNeeded } from "./sign-in-needed";
import { useWords } from "./words";

/** A page for those who hold a permission somewhere; where exactly, the server decides. Others read why it is shut. */
export function Allowed({ permission, title, children }: { permission: string; title: string; children: ReactNode }) {
  const words = useWords();
  const session = useSession();
  if (session === undefined) return <LoadingPanel />;
  if (session === null) return <SignInNeeded title={title} />;
  if (session.permissions.includes(permission)) return children;
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      <EmptyPanel text={words.admin.forbidden} />
    </>
  );
}
