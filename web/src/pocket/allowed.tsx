import { lazy, Suspense, type ReactNode } from "react";
import type { SessionView } from "../api/types";
import { useWords } from "../ui/language";
import { EmptyPanel } from "../ui/state-panel";
import { useHolder } from "./session";
import { SignInNeeded } from "./sign-in-needed";

interface Props {
  /** Its own address, to come back to after the sign-in. */
  to: string;
  title: string;
  /** Why somebody signs in for it. */
  why: string;
  permission: string;
  children: (person: SessionView) => ReactNode;
}

// Few ever read it: it is not kept on the phone. Without network the short words must do.
const NotAllowed = lazy(() => import("../ui/not-allowed").catch(() => ({ default: Refused })));

function Refused() {
  return <EmptyPanel text={useWords().problem.code["forbidden"] ?? ""} />;
}

/** What is shut for this person: the permission that opens it, and who can give that. */
export function Shut({ permission }: { permission: string }) {
  return (
    <Suspense fallback={null}>
      <NotAllowed permission={permission} />
    </Suspense>
  );
}

/** A page for those who hold a permission somewhere; others read why it is shut. */
export function Allowed({ to, title, why, permission, children }: Props) {
  const { person, expired } = useHolder();
  if (!person || expired) return <SignInNeeded to={to} title={title} why={why} />;
  if (person.permissions.includes(permission)) return children(person);
  return (
    <section>
      <h1>{title}</h1>
      <Shut permission={permission} />
    </section>
  );
}
