import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import { usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { chainLinkWords } from "../../words/chain-link";
import { useSecret } from "../use-secret";

/** Behind the link in a test of the call chain: one button. A preview that opens the link answers nothing. */
export default function ChainTestPage() {
  const words = useWords();
  const say = usePageWords(chainLinkWords);
  const secret = useSecret();
  const [state, setState] = useState<"asked" | "busy" | "done" | "wrong">("asked");
  const [problem, setProblem] = useState<string>();
  const press = async () => {
    setState("busy");
    setProblem(undefined);
    try {
      await data(api.POST("/api/chain-test-links/answer", { body: { secret: secret ?? "" } }));
      setState("done");
    } catch (thrown) {
      const found = asProblem(thrown);
      setState(found.code === "not_found" ? "wrong" : "asked");
      setProblem(found.code === "not_found" ? undefined : problemText(found, words));
    }
  };
  return (
    <section>
      <h1>{say.title}</h1>
      <div aria-live="polite">
        {(state === "wrong" || !secret) && <p className="error-box">{say.wrong}</p>}
        {state === "done" && <p className="hint-box">{say.thanks}</p>}
        {problem && <p className="error-box">{problem}</p>}
      </div>
      {secret && (state === "asked" || state === "busy") && (
        <>
          <p>{say.what}</p>
          <button type="button" className="primary" disabled={state === "busy"} onClick={() => void press()}>
            {say.press}
          </button>
        </>
      )}
    </section>
  );
}
