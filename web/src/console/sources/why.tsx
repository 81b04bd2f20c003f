import type { FeedFault } from "../../api/types";
import { Finding } from "../shell/finding";
import { useWords } from "../shell/words";

/** Faults whose detail begins with the code of a finding. */
const FOUND: readonly FeedFault[] = ["unreadable", "unsound"];

interface Props {
  /** Missing where it was written down before reasons had words. */
  fault: FeedFault | null | undefined;
  /** What happened, in English: it names the value. */
  detail: string;
}

/** Why something could not be read: first in the reader's language, then as the server says it, for whoever mends it. */
export function Why({ fault, detail }: Props) {
  const say = useWords().sources;
  const found = <Finding code={detail.split(" ", 1)[0] ?? ""} detail={detail} />;
  if (!fault) return found;
  return (
    <>
      {say.fault[fault]}
      <br />
      {FOUND.includes(fault) ? (
        found
      ) : (
        <small lang="en" className="quiet">
          {detail}
        </small>
      )}
    </>
  );
}
