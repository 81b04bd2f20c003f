import type { ReactNode } from "react";
import { notAllowedWords } from "../words/not-allowed";
import { usePageWords } from "./language";

export interface Shut {
  permission: string;
  /** A post has it, and it waits for a sign-in with a second factor: nobody needs to give it. */
  held?: boolean;
  children?: ReactNode;
}

/** Shown through `ShutPanel`, which fetches it. */
export default function NotAllowed({ permission, held = false, children }: Shut) {
  const say = usePageWords(notAllowedWords);
  const what = say.permission[permission] ?? permission;
  return (
    <div className="state-panel">
      <p>
        <strong>{held ? say.held(what) : say.needs(what)}</strong>
      </p>
      {!held && <p>{say.who}</p>}
      {children}
    </div>
  );
}
