import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { LinkedAssist } from "../../api/types";
import { AssistFacts } from "../../ui/assist-facts";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { assistWords } from "../../words/assist";
import { problemText } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { EraseOwn } from "../erase-own";
import { LoadingPanel } from "../panels";

/** Behind the link of an entry: what is held, who looked, and the button that deletes it. */
export function AssistLink({ secret }: { secret: string }) {
  const words = useWords();
  const say = usePageWords(assistWords);
  const f = useFormat();
  const now = useNow();
  const [entry, setEntry] = useState<LinkedAssist>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [erased, setErased] = useState(false);
  useEffect(() => {
    let shown = true;
    data(api.POST("/api/assist-links", { body: { secret } }))
      .then((found) => shown && setEntry(found))
      .catch((error: unknown) => shown && setProblem(asProblem(error)));
    return () => {
      shown = false;
    };
  }, [secret]);
  const erase = async () => {
    try {
      await data(api.POST("/api/assist-links/erase", { body: { secret } }));
      setErased(true);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  if (erased) return <p role="status">{say.erased}</p>;
  if (problem) {
    return (
      <p className="error-box" role="alert">
        {problem.code === "not_found" ? say.wrong : problemText(problem, words)}
      </p>
    );
  }
  if (!entry) return <LoadingPanel />;
  return (
    <>
      <AssistFacts entry={entry} className="summary">
        <dt>{say.building}</dt>
        <dd>
          {f.name(entry.unit?.names ?? {})} {f.name(entry.place_names)}
        </dd>
      </AssistFacts>
      <p className="quiet num">{say.until(f.date(entry.expires_at))}</p>
      <h2>{say.views}</h2>
      {entry.views.length === 0 && <p className="quiet">{say.noViews}</p>}
      <ul className="results">
        {entry.views.map((view) => (
          <li key={view.at}>
            <strong className="num">{f.listTime(view.at, now)}</strong> {say.view[view.kind] ?? view.kind} · {[view.title_names && f.name(view.title_names), view.unit && f.name(view.unit.names), view.reason].filter(Boolean).join(" · ")}
          </li>
        ))}
      </ul>
      <EraseOwn say={say} onErase={erase} />
    </>
  );
}
