import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { residentWords } from "../../words/resident";
import { LoadingPanel } from "../panels";
import { useSecret } from "../use-secret";

type Call = components["schemas"]["LinkedResidentCallView"];
type Answer = components["schemas"]["ResidentAnswerWord"];

/** Behind the link in a call to a resident: two large buttons. A preview that opens the link answers nothing. */
export default function LeavePage() {
  const words = useWords();
  const say = usePageWords(residentWords).leave;
  const f = useFormat();
  const secret = useSecret();
  const [call, setCall] = useState<Call>();
  const [problem, setProblem] = useState<ApiProblem>();
  useEffect(() => {
    if (!secret) return;
    let shown = true;
    data(api.POST("/api/resident-call-links", { body: { secret } }))
      .then((found) => shown && setCall(found))
      .catch((error: unknown) => shown && setProblem(asProblem(error)));
    return () => {
      shown = false;
    };
  }, [secret]);
  const answer = async (word: Answer) => {
    try {
      setCall(await data(api.POST("/api/resident-call-links/answer", { body: { secret: secret ?? "", answer: word } })));
      setProblem(undefined);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const wrong = !secret || problem?.code === "not_found";
  return (
    <section>
      <h1>{wrong || !call ? say.linkTitle : call.ended ? say.endedTitle : say.title}</h1>
      {wrong && (
        <p className="error-box" role="alert">
          {say.wrong}
        </p>
      )}
      {problem && !wrong && (
        <p className="error-box" role="alert">
          {problemText(problem, words)}
        </p>
      )}
      {!wrong && !call && !problem && <LoadingPanel />}
      {call && !wrong && (
        <>
          <p>
            <strong>
              {f.name(call.unit?.names ?? {})} {call.building}
            </strong>
          </p>
          {call.where_to && !call.ended && <p>{say.where(call.where_to)}</p>}
          <p role="status" className={call.answer || call.ended ? "hint-box" : undefined}>
            {call.ended ? say.ended : call.answer === "left" ? say.saidLeft : call.answer === "needs_help" ? say.saidHelp : ""}
          </p>
          {!call.ended && (
            <>
              <button type="button" className="primary" aria-pressed={call.answer === "left"} onClick={() => void answer("left")}>
                {say.left}
              </button>
              <button type="button" className="secondary" aria-pressed={call.answer === "needs_help"} onClick={() => void answer("needs_help")}>
                {say.help}
              </button>
            </>
          )}
        </>
      )}
    </section>
  );
}
