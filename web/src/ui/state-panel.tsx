import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import type { ApiProblem } from "../api/problem";
import { useWords } from "./language";
import "./ui.css";

export function EmptyPanel({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="state-panel">
      <p>{text}</p>
      {children}
    </div>
  );
}

export function problemText(problem: ApiProblem, words: ReturnType<typeof useWords>): string {
  return words.problem.code[problem.code] ?? problem.message;
}

/** The permission that a refusal is about: its detail names it, as the list of problems promises. */
export function permissionOf({ code, message }: ApiProblem): string | undefined {
  return code === "forbidden" ? /`([a-z_]+)`/.exec(message)?.[1] : undefined;
}

// Not imported as usual: its many words would come along wherever any of these panels is used.
const NotAllowed = /* @__PURE__ */ lazy(() => import("./not-allowed"));

/** What failed, what is safe, what to do, and a number to quote. */
export function ProblemPanel({ problem, retry }: { problem: ApiProblem; retry?: () => void }) {
  const words = useWords();
  const permission = permissionOf(problem);
  if (permission) {
    return (
      <Suspense fallback={<LoadingPanel />}>
        <NotAllowed permission={permission} />
      </Suspense>
    );
  }
  return (
    <div className="state-panel" role="alert">
      <p>
        <strong>{words.problem.title}</strong>
      </p>
      <p>{problemText(problem, words)}</p>
      {problem.requestId && <p className="quiet">{words.problem.number(problem.requestId)}</p>}
      {retry && (
        <button type="button" className="plain-button" onClick={retry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}

/** Nothing for the first 300 ms: a flash of grey bars is worse than a short pause. */
export function LoadingPanel({ rows = 4 }: { rows?: number }) {
  const words = useWords();
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="state-panel loading" role="status">
      <span className="visually-hidden">{words.loading}</span>
      {visible && Array.from({ length: rows }, (_, row) => <div key={row} className="skeleton-bar" />)}
    </div>
  );
}
