import { useState } from "react";
import { copyText } from "../../ui/copy-text";
import { usePageWords } from "../../ui/language";
import { sealWords } from "../../words/seals";
import { shortened } from "./read-seals";

interface Props {
  label: string;
  digits: string;
  /** What the button says to those who do not see what stands beside it. */
  action: string;
}

/** Digits by their ends, and a button that copies them whole. Where that fails, they stand there whole. */
export function CopyLine({ label, digits, action }: Props) {
  const say = usePageWords(sealWords);
  const [copied, setCopied] = useState<boolean>();
  return (
    <div className="seal-copy">
      <span>
        {label} <code>{copied === false ? digits : shortened(digits)}</code>
      </span>
      <button type="button" className="text-button" aria-label={action} onClick={() => void copyText(digits).then(setCopied)}>
        {say.copy}
      </button>
      <span role="status" className="quiet">
        {copied === undefined ? "" : copied ? say.copied : say.notCopied}
      </span>
    </div>
  );
}
