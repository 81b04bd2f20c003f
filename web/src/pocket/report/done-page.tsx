import { useEffect, useRef, useState, type ReactNode } from "react";
import { copyText } from "../../ui/copy-text";
import { useFormat, useWords } from "../../ui/language";
import { followLink } from "../own-reports";
import { Link } from "../path";
import type { Arrived } from "../outbox/item";

interface Props {
  arrived: Arrived;
  secret: string;
  onAgain: () => void;
  /** What of it is still on its way. */
  children: ReactNode;
}

export function DonePage({ arrived, secret, onAgain, children }: Props) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.done;
  const link = followLink(secret);
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
        <strong className="num">{arrived.number}</strong>
      </p>
      {arrived.unit && <p>{say.to(f.name(arrived.unit))}</p>}
      {arrived.due !== undefined && <p className="num">{say.due(f.dateTime(arrived.due))}</p>}
      {children}
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
      <Link to={`/follow#${secret}`} className="primary">
        {say.see}
      </Link>
      <button type="button" className="secondary" onClick={onAgain}>
        {say.another}
      </button>
    </section>
  );
}
