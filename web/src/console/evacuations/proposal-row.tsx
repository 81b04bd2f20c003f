import { Button } from "antd";
import { useState } from "react";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import type { Choosing } from "./proposal-list";
import type { Proposal } from "./shelter-queries";

/** One shelter: how far, how much room, and what speaks against it. */
export function ProposalRow({ row, people, chosen, busy, onChoose }: Choosing & { row: Proposal }) {
  const words = useWords();
  const say = words.shelters.pick;
  const f = useFormat();
  const [sure, setSure] = useState(false);
  const name = f.name(row.names);
  const far = useDistance(row.distance_m);
  const room = row.free === 0 ? say.full : say.free(f.number(row.free));
  const short = row.free > 0 && people !== undefined && row.free < people;
  // What kind of place it is cannot be overruled. A building that its list does not name can: by a second tap.
  const barred = row.unsuited === "open_air" || row.unsuited === "underground";
  const ask = !row.unsuited ? say.choose : sure ? say.anywaySure : say.anyway;
  return (
    <li className="shelter-proposal" data-shelter={row.id}>
      <div>
        <strong>{name}</strong>
        <div className="num">
          {far} · {room}
        </div>
        {short && <div>{say.tooFew}</div>}
        {row.unsuited && <div>{say.why[row.unsuited]}</div>}
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
            onClick={() => (row.unsuited && !sure ? setSure(true) : onChoose(row))}
          >
            {ask}
          </Button>
        )
      )}
    </li>
  );
}

/** As the crow flies, no more exact than anybody walks. */
function useDistance(metres: number): string {
  const say = useWords().shelters;
  const f = useFormat();
  const tens = Math.max(10, Math.round(metres / 10) * 10);
  return say.pick.distance(tens < 1000 ? say.metres(f.number(tens)) : say.pick.km((metres / 1000).toFixed(1)));
}
