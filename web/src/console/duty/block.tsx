import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormat } from "../../ui/language";
import type { DutyBlock } from "../shell/home";
import { Read } from "../shell/section";
import { useWords } from "../shell/words";

const SHOWN = 5;

interface Props<D, R> {
  name: DutyBlock | "system";
  /** Where all of it stands. */
  link?: ReactNode;
  query: UseQueryResult<D>;
  /** What is shown of it, the most urgent first. */
  rows: readonly R[];
  /** How many there are, where not all were read; or that there are more than the rows. */
  count?: number;
  more?: boolean;
  /** What stands above the rows. */
  lead?: ReactNode;
  empty?: string;
  children: (row: R) => ReactNode;
}

/** One matter of the desk: how many, the most urgent few, the way to all of them; or that there are none, or why that is not known. */
export function Block<D, R>({ name, link, query, rows, count = rows.length, more = false, lead, empty, children }: Props<D, R>) {
  const say = useWords().duty;
  const f = useFormat();
  const known = query.data !== undefined;
  const rest = count - Math.min(rows.length, SHOWN);
  return (
    <section className="duty-block" data-block={name} aria-labelledby={`duty-${name}`}>
      <div className="duty-block-head">
        <h2 id={`duty-${name}`}>{say.block[name]}</h2>
        <strong className="duty-count num" aria-live="polite">
          {known && `${f.number(count)}${more ? "+" : ""}`}
        </strong>
        {link}
      </div>
      <Read query={query}>
        {() => (
          <>
            {lead}
            {rows.length === 0 ? <p className="quiet">{empty ?? say.empty[name]}</p> : <ul className="duty-rows">{rows.slice(0, SHOWN).map(children)}</ul>}
            {rest > 0 && rows.length > 0 && <p className="quiet num">{say.more(f.number(rest))}</p>}
          </>
        )}
      </Read>
    </section>
  );
}
