import type { ReactNode } from "react";
import type { AssistView } from "../api/types";
import { assistWords } from "../words/assist";
import { usePageWords, useWords } from "./language";

interface Props {
  entry: Pick<AssistView, "door" | "help" | "call_name" | "phones">;
  className: string;
  /** Facts that stand before these. */
  children?: ReactNode;
}

/** What an entry of the assistance register says. What nobody gave is left out. */
export function AssistFacts({ entry, className, children }: Props) {
  const words = useWords();
  const say = usePageWords(assistWords);
  return (
    <dl className={className}>
      {children}
      <dt>{say.door}</dt>
      <dd className="num">{entry.door}</dd>
      <dt>{say.help}</dt>
      <dd>{entry.help.map((one) => say.helps[one] ?? one).join(words.listSeparator)}</dd>
      {entry.call_name && (
        <>
          <dt>{say.called}</dt>
          <dd>{entry.call_name}</dd>
        </>
      )}
      {entry.phones.length > 0 && (
        <>
          <dt>{say.helpersPhones}</dt>
          <dd className="num">{entry.phones.join(words.listSeparator)}</dd>
        </>
      )}
    </dl>
  );
}
