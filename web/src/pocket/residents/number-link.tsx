import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { residentWords } from "../../words/resident";
import { EraseOwn } from "../erase-own";
import { LoadingPanel } from "../panels";

type Linked = components["schemas"]["LinkedResidentView"];

/** Behind the link in the question: where the number is registered, the button that agrees, and the one that deletes. */
export function NumberLink({ secret }: { secret: string }) {
  const words = useWords();
  const say = usePageWords(residentWords);
  const f = useFormat();
  const [linked, setLinked] = useState<Linked>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [erased, setErased] = useState(false);
  useEffect(() => {
    let shown = true;
    data(api.POST("/api/resident-number-links", { body: { secret } }))
      .then((found) => shown && setLinked(found))
      .catch((error: unknown) => shown && setProblem(asProblem(error)));
    return () => {
      shown = false;
    };
  }, [secret]);
  const step = async (send: () => Promise<unknown>, then: () => void) => {
    try {
      await send();
      setProblem(undefined);
      then();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const agree = () =>
    step(
      () => data(api.POST("/api/resident-number-links/confirm", { body: { secret } })),
      () => setLinked((one) => one && { ...one, confirmed: true }),
    );
  const erase = () => step(() => data(api.POST("/api/resident-number-links/erase", { body: { secret } })), () => setErased(true));
  if (erased) return <p role="status">{say.erased}</p>;
  if (problem?.code === "not_found") return <p className="error-box" role="alert">{say.wrong}</p>;
  if (!linked && !problem) return <LoadingPanel />;
  return (
    <>
      {problem && (
        <p className="error-box" role="alert">
          {problemText(problem, words)}
        </p>
      )}
      {linked && (
        <>
          <dl className="summary">
            <dt>{say.building}</dt>
            <dd>
              {f.name(linked.unit?.names ?? {})} {f.name(linked.place_names)} <span className="num">{linked.door}</span>
            </dd>
            <dt>{say.phone}</dt>
            <dd className="num">{linked.phone}</dd>
          </dl>
          <p className="quiet num">{say.until(f.date(linked.expires_at))}</p>
          <p role="status">{linked.confirmed ? say.agreed : say.notYet}</p>
          {!linked.confirmed && (
            <button type="button" className="primary" onClick={() => void agree()}>
              {say.agree}
            </button>
          )}
          <EraseOwn say={say} onErase={erase} />
        </>
      )}
    </>
  );
}
