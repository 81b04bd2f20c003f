import { useState } from "react";
import { api, data } from "../api/client";
import { asProblem } from "../api/problem";
import type { NoticeView } from "../api/types";
import { useFormat, usePageWords, useWords } from "../ui/language";
import { problemText } from "../ui/state-panel";
import { sealWords } from "../words/seals";
import { Link } from "./path";

/** Whether a paper in somebody's hand is genuine. */
export default function CheckNoticePage() {
  const words = useWords();
  const say = words.pocket.checkNotice;
  const seals = usePageWords(sealWords);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<NoticeView>();
  const [error, setError] = useState<string>();
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setNotice(undefined);
    setError(undefined);
    try {
      setNotice(await data(api.GET("/api/notices/check", { params: { query: { code } } })));
    } catch (thrown) {
      const problem = asProblem(thrown);
      setError(problem.code === "not_found" ? say.unknown : problemText(problem, words));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section>
      <h1>{say.title}</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label htmlFor="check-code">{say.code}</label>
        <input id="check-code" className="num" required autoComplete="off" autoCapitalize="characters" spellCheck={false} value={code} onInput={(event) => setCode(event.currentTarget.value)} />
        <p className="quiet">{say.hint}</p>
        <button type="submit" className="primary" disabled={busy}>
          {say.check}
        </button>
      </form>
      <div aria-live="polite">
        {error && <p className="error-box">{error}</p>}
        {notice && <Genuine notice={notice} />}
      </div>
      <p className="more-links">
        <Link to="/seals">{seals.link}</Link>
      </p>
    </section>
  );
}

function Genuine({ notice }: { notice: NoticeView }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.checkNotice;
  const issuer = notice.body ?? notice.unit;
  return (
    <>
      <h2>{notice.withdrawn_at == null ? say.genuine : say.withdrawn}</h2>
      <dl>
        <dt>{say.kind[notice.kind]}</dt>
        <dd className="num">
          {notice.year}/{notice.sequence}
        </dd>
        <dt>{say.issuer}</dt>
        <dd>{issuer ? f.name(issuer.names) : "–"}</dd>
        <dt>{say.recipient}</dt>
        <dd>{notice.recipient ? f.name(notice.recipient.names) : "–"}</dd>
        <dt>{say.issued}</dt>
        <dd className="num">{f.dateTime(notice.issued_at)}</dd>
        <dt>{say.until}</dt>
        <dd className="num">{notice.until}</dd>
      </dl>
    </>
  );
}
