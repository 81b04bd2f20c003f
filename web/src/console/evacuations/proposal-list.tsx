import { useWords } from "../shell/words";
import { ProposalRow } from "./proposal-row";
import type { Proposal } from "./shelter-queries";

/** What the server said against a shelter that somebody chose. */
export interface Doubted {
  shelter: string;
  doubts: string[];
}

export interface Choosing {
  /** How many people look for room; undefined where nobody knows. */
  people: number | undefined;
  /** Where the building goes now. */
  chosen: string | null | undefined;
  doubted: Doubted | undefined;
  /** The one that is being sent. */
  busy: string | undefined;
  onChoose: (to: Proposal) => void;
}

/** Suitable ones first, in the order of the server; the others under a heading of their own, so that nobody mistakes them. */
export function ProposalList({ proposals, ...choosing }: Choosing & { proposals: Proposal[] }) {
  const say = useWords().shelters.pick;
  const parts = [
    { id: "shelters-suited", title: say.suited, rows: proposals.filter(({ unsuited }) => !unsuited) },
    { id: "shelters-unsuited", title: say.unsuited, rows: proposals.filter(({ unsuited }) => unsuited) },
  ];
  if (proposals.length === 0) return null;
  return parts.map(({ id, title, rows }) => (
    <section key={id} aria-labelledby={id}>
      {(rows.length > 0 || id === "shelters-suited") && <h3 id={id}>{title}</h3>}
      {rows.length === 0 && id === "shelters-suited" && <p>{say.noneSuited}</p>}
      <ul className="shelter-proposals">
        {rows.map((row) => (
          <ProposalRow key={row.id} row={row} {...choosing} />
        ))}
      </ul>
    </section>
  ));
}
