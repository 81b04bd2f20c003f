import { Button } from "antd";
import { useDistance } from "../../ui/goes-to";
import { useFormat, usePageWords } from "../../ui/language";
import { goesToWords } from "../../words/goes-to";
import { useWords } from "../shell/words";
import type { Choosing } from "./proposal-list";
import type { Proposal } from "./shelter-queries";

/** One shelter: how far, how much room, and what speaks against it. */
export function ProposalRow({ row, people, chosen, doubted, busy, onChoose }: Choosing & { row: Proposal }) {
  const words = useWords();
  const say = words.shelters.pick;
  const f = useFormat();
  const way = usePageWords(goesToWords);
  const distance = useDistance();
  const doubts = doubted?.shelter === row.id ? doubted.doubts : [];
  const name = f.name(row.names);
  const far = distance(row.distance_m);
  const room = [row.free === 0 ? way.full : way.free(f.number(row.free)), row.coming > 0 && way.coming(f.number(row.coming))].filter(Boolean).join(" · ");
  const short = row.free > 0 && people !== undefined && row.free < people;
  // What kind of place it is cannot be overruled. What else speaks against it, the server says; a second tap decides.
  const barred = row.unsuited === "open_air" || row.unsuited === "underground";
  const ask = doubts.length > 0 ? say.anywaySure : row.unsuited ? say.anyway : say.choose;
  return (
    <li className="shelter-proposal" data-shelter={row.id}>
      <div>
        <strong>{name}</strong>
        <div className="num">
          {far} · {room}
        </div>
        {doubts.length === 0 && short && <div>{say.tooFew}</div>}
        {doubts.length === 0 && row.unsuited && <div>{say.why[row.unsuited]}</div>}
        <div role="alert">
          {doubts.map((doubt) => (
            <div key={doubt}>{say.doubt[doubt] ?? doubt}</div>
          ))}
        </div>
        <div className="quiet small">
          {words.shelters.kind[row.kind]} · {words.shelters.class[row.class]}
          {row.within_reach === false && ` · ${say.beyond}`}
        </div>
      </div>
      {row.id === chosen ? (
        <span>{say.chosen}</span>
      ) : (
        !barred && (
          <Button
            aria-label={`${ask}${words.colon}${name}`}
            loading={busy === row.id}
            disabled={busy !== undefined}
            onClick={() => onChoose(row)}
          >
            {ask}
          </Button>
        )
      )}
    </li>
  );
}
