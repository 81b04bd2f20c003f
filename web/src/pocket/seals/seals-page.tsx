import { usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { sealWords } from "../../words/seals";
import { LoadingPanel } from "../panels";
import { CopyLine } from "./copy-line";
import { SaveSeals } from "./save-seals";
import { SealLine } from "./seal-line";
import "./seals.css";
import { useSeals } from "./use-seals";

/** Anybody may see the seals of the journal and keep them: that is what makes them worth something. */
export default function SealsPage() {
  const words = useWords();
  const say = usePageWords(sealWords);
  const { found, problem, again } = useSeals();
  return (
    <section className="seals">
      <h1>{say.title}</h1>
      <p>{say.what}</p>
      <p>{say.why}</p>
      <p>
        <strong>{say.keep}</strong>
      </p>
      {problem && (
        <div className="error-box" role="alert">
          {problemText(problem, words)}
          <button type="button" onClick={again}>
            {words.retry}
          </button>
        </div>
      )}
      {!found && !problem && <LoadingPanel />}
      {found && (
        <>
          {found.seals[0] && <SaveSeals newest={found.seals[0].number} />}
          <h2>{say.newest}</h2>
          {found.seals.length === 0 && <p className="quiet">{say.none}</p>}
          <ul>
            {found.seals.map((seal) => (
              <SealLine key={seal.number} seal={seal} />
            ))}
          </ul>
          <h2>{say.keys}</h2>
          <p className="quiet">{say.keysWhat}</p>
          <ul>
            {found.keys.map((key) => (
              <li key={key.id}>
                <CopyLine label={key.id} digits={key.public_key} action={say.copyKey(key.id)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
