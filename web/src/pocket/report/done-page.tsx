import { useEffect, useRef, useState } from "react";
import { copyText } from "../../ui/copy-text";
import { useFormat, useWords } from "../../ui/language";
import { followLink } from "../own-reports";
import { Link } from "../path";
import type { Sent } from "./report-page";

export function DonePage({ sent, onAgain }: { sent: Sent; onAgain: () => void }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.done;
  const link = followLink(sent.secret);
  const title = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => title.current?.focus(), []);
  return (
    <section className="done">
      <h1 ref={title} tabIndex={-1}>
        ✓ {say.title}
      </h1>
      <p className="done-number">
        <span className="quiet">{say.number}</span>
        <strong className="num">{sent.number}</strong>
      </p>
      <p>{say.to(f.name(sent.unit))}</p>
      {sent.due !== undefined && <p className="num">{say.due(f.dateTime(sent.due))}</p>}
      <h2>{say.link}</h2>
      <p>{say.keep}</p>
      <p className="link-box">{link}</p>
      <div className="two">
        <button type="button" className="secondary" onClick={() => void copyText(link).then(setCopied)}>
          {say.copy}
        </button>
        {"share" in navigator && (
          <button type="button" className="secondary" onClick={() => void navigator.share({ url: link }).catch(() => undefined)}>
            {say.share}
          </button>
        )}
      </div>
      <p aria-live="polite">{copied === undefined ? "" : copied ? say.copied : say.copyFailed}</p>
      <Link to={`/follow#${sent.secret}`} className="primary">
        {say.see}
      </Link>
      <button type="button" className="secondary" onClick={onAgain}>
        {say.another}
      </button>
    </section>
  );
}
