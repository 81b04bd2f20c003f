import { useWords } from "../ui/language";

export function LoadingPanel() {
  const words = useWords();
  return (
    <p className="quiet" role="status">
      {words.loading}
    </p>
  );
}

/** The page's code is of another version than the rest. */
export function ReloadPanel() {
  const words = useWords();
  return (
    <div className="error-box" role="alert">
      {words.problem.code["page_failed"]}
      <button type="button" onClick={() => location.reload()}>
        {words.retry}
      </button>
    </div>
  );
}
