import { useState } from "react";
import { worthRetrying, type ApiProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";

/**
 * The name of a form's request, and what to call with each problem. The same key again only where the first try may
 * have arrived; a refusal is answered by a new request.
 */
export function useRequestKey(): [string, (problem: ApiProblem) => void] {
  const [key, setKey] = useState(uuid7);
  const answered = (problem: ApiProblem) => {
    if (!worthRetrying(problem)) setKey(uuid7());
  };
  return [key, answered];
}
