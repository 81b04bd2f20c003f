import { useEffect, useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { sealWords } from "../../words/seals";
import { download } from "../download";
import { allSeals } from "./read-seals";
import { readSeals } from "./use-seals";

/** What one seal takes in the file, MB. */
const EACH_MB = 0.000_55;

/** Saves every seal with the keys, as a file that `bridgehead journal verify --seals` takes. */
export function SaveSeals({ newest }: { newest: number }) {
  const words = useWords();
  const say = usePageWords(sealWords);
  const f = useFormat();
  const left = useRef(false);
  const [read, setRead] = useState(0);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [error, setError] = useState<string>();
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);

  const save = async () => {
    setBusy(true);
    setSaved(false);
    setError(undefined);
    setRead(0);
    try {
      const pieces = await allSeals(readSeals, setRead, () => left.current);
      if (!pieces) return;
      download(new Blob(pieces, { type: "application/json" }), say.fileName);
      setSaved(true);
    } catch (thrown) {
      setError(problemText(asProblem(thrown), words));
    } finally {
      setBusy(false);
    }
  };
  const megabytes = Math.round(newest * EACH_MB);
  return (
    <>
      <button type="button" className="primary" aria-busy={busy} disabled={busy} onClick={() => void save()}>
        {say.save(f.number(newest))}
      </button>
      {megabytes > 1 && <p className="quiet">{say.large(f.number(megabytes))}</p>}
      <p role="status">{busy ? say.reading(f.number(read), f.number(newest)) : saved ? say.saved(f.number(read)) : ""}</p>
      {error && (
        <p className="error-box" role="alert">
          {error}
        </p>
      )}
      <p className="quiet">
        {say.check} <code>{say.command}</code>
      </p>
    </>
  );
}
