import { useFormat, usePageWords } from "../../ui/language";
import { sealWords } from "../../words/seals";
import { CopyLine } from "./copy-line";
import type { Seal } from "./read-seals";

/** One seal: which, when, over how much, and its fingerprint. */
export function SealLine({ seal }: { seal: Seal }) {
  const say = usePageWords(sealWords);
  const f = useFormat();
  const number = f.number(seal.number);
  return (
    <li>
      <strong className="num">{say.number(number)}</strong>
      <span className="quiet num">
        {f.dateTime(seal.sealed_at)} · {say.entries(f.number(seal.entries))}
      </span>
      <CopyLine label={say.root} digits={seal.root} action={say.copyRoot(number)} />
    </li>
  );
}
