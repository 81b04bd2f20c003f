import { Button } from "antd";
import { useDistance } from "../../ui/goes-to";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import type { Choosing } from "./proposal-list";
import { isBarred, type Proposal } from "./shelter-queries";
import { useRoom } from "./use-room";

/** One shelter: how far, how much room, and what speaks against it. */
export function ProposalRow({ row, people, chosen, doubted, busy, onChoose }: Choosing & { row: Proposal }) {
  const words = useWords();
  const say = words.shelters.pick;
  const f = useFormat();
  const room = useRoom();
  const distance = useDistance();
  const doubts = doubted?.shelter === row.id ? doubted.doubts : [];
  const name = f.name(row.names);
  const far = distance(row.distance_m);
  const short = row.free > 0 && people !== undefined && row.free < people;
  // What else speaks against it, the server says; a second tap decides.
  const barred = isBarred(row);
  const ask = doubts.length > 0 ? say.anywaySure : row.unsuited ? say.anyway : say.choose;
  return (
    <li className="shelter-proposal" data-shelter={row.id}>
      <div>
        <strong>{name}</strong>
        <div className="num">
          {far} · {room(row)}
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
