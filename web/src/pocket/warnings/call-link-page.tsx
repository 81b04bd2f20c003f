import { useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { LoadingPanel } from "../panels";
import { useSecret } from "../use-secret";
import { CallPanel } from "./call-panel";
import { useCallLink } from "./use-call-link";
import "./warnings.css";

/** Behind the link in a text message: no account, one call, one button. A preview that opens the link answers nothing. */
export default function CallLinkPage() {
  const words = useWords();
  const say = words.pocket.warnings;
  const secret = useSecret();
  const { call, problem, again } = useCallLink(secret);
  const wrong = !secret || problem?.code === "not_found";
  return (
    <section className="warnings">
      <h1>{say.link.title}</h1>
      {wrong && (
        <p className="error-box" role="alert">
          {say.link.wrong}
        </p>
      )}
      {problem && !wrong && (
        <div className="hint-box" role="status">
          <p>{problemText(problem, words)}</p>
          <button type="button" className="secondary" onClick={again}>
            {words.retry}
          </button>
        </div>
      )}
      {!wrong && !call && !problem && <LoadingPanel />}
      {call && secret && !wrong && (
        <>
          {!call.round_ended && <p className="quiet">{say.link.look}</p>}
          <CallPanel key={call.id} call={call} secret={secret} onChanged={again} />
        </>
      )}
    </section>
  );
}
