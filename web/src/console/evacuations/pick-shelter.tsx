import { Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { Peril } from "../../api/types";
import { useDistance } from "../../ui/goes-to";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useDebounced } from "../shell/use-debounced";
import { useWords } from "../shell/words";
import { householdsOf, partField, type OnePart } from "./order-parts";
import { peopleOf } from "./people";
import { isBarred, useSheltersNear, type Proposal } from "./shelter-queries";
import { useRoom } from "./use-room";

interface Props extends OnePart {
  unit: string | undefined;
  peril: Peril;
  /** About how many people this order sends to the shelter that is chosen. */
  sent: number;
  onChange: (shelter: string | undefined) => void;
}

/** Where a group goes, with the room that is left there. The server proposes once the list is opened; nothing must be chosen. */
export function PickShelter({ building, part, unit, peril, sent, onChange }: Props) {
  const words = useWords();
  const say = words.shelters.order.part;
  const { pick } = words.shelters;
  const f = useFormat();
  const room = useRoom();
  const distance = useDistance();
  const [asked, setAsked] = useState(part.shelter !== undefined);
  const people = peopleOf(useDebounced(householdsOf(building, part) ?? 0));
  const near = useSheltersNear({ place: building.value, at: building.at, unit, peril, people }, asked);
  const rows = near.data ?? [];
  const chosen = rows.find(({ id }) => id === part.shelter);
  const why = (row: Proposal) => (row.unsuited ? pick.why[row.unsuited] : "");
  const id = partField({ building, part }, "shelter");
  // Once the server has answered, its reasons stand below.
  const against = chosen && part.doubts.length === 0 ? [why(chosen), sent > chosen.free - chosen.coming && pick.doubt.no_room] : [];
  return (
    <>
      <label htmlFor={id}>{say.shelter}</label>
      <Select
        id={id}
        size="large"
        allowClear
        placeholder={say.later}
        value={part.shelter ?? null}
        options={rows.map((row) => ({ value: row.id, label: f.name(row.names), disabled: isBarred(row), row }))}
        optionRender={({ data: { row } }) => (
          <span className="order-shelter">
            {f.name(row.names)}
            <small className="num">
              {distance(row.distance_m)} · {room(row)}
            </small>
            {row.unsuited && <small>{why(row)}</small>}
          </span>
        )}
        notFoundContent={near.isFetching ? words.loading : near.data === null ? pick.nowhere : pick.none}
        aria-describedby={`${id}-room`}
        onOpenChange={(open) => open && setAsked(true)}
        onChange={(shelter) => onChange(shelter ?? undefined)}
      />
      {near.isError && !near.data && (
        <p className="import-refused" role="alert">
          {problemText(asProblem(near.error), words)}
        </p>
      )}
      {near.data && !building.at && <p className="quiet small">{pick.fromUnit}</p>}
      <p id={`${id}-room`} className="small num" role="status">
        {chosen && [room(chosen), ...against].filter(Boolean).join(" · ")}
      </p>
    </>
  );
}
