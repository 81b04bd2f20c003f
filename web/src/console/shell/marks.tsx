import type { WarningView } from "../../api/types";
import { useWords } from "./words";

/** What is not a plain, real warning says so before its headline. */
export function Marks({ warning }: { warning: WarningView }) {
  const say = useWords().calls;
  return (
    <>
      {warning.status !== "actual" && <span className="warning-mark">{say.mark[warning.status] ?? warning.status}</span>}
      {warning.message !== "alert" && <span className="tag">{say.message[warning.message] ?? warning.message}</span>}
    </>
  );
}
