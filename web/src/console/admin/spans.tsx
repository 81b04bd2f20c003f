import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";

/** Times at which something is missing; said in words, for red stays with risk and warning levels. */
export function Spans({ title, spans }: { title: string; spans: [number, number][] | number[][] }) {
  const words = useWords();
  const f = useFormat();
  if (spans.length === 0) return null;
  const shown = spans.slice(0, 6);
  return (
    <p className="spans" role="status">
      <strong>{title}</strong>
      {words.colon}
      <span className="num">
        {shown.map(([from = 0, to = 0]) => words.admin.roster.span(f.dateTime(from), f.dateTime(to))).join(words.listSeparator)}
        {spans.length > shown.length && ` … (${spans.length})`}
      </span>
    </p>
  );
}
