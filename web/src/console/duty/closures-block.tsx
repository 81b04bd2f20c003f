import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { Countdown } from "../../ui/time";
import { useClosures } from "../shell/closures";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { toClose } from "./order";

/** Places that a warning closes and that are still open, the earliest first. */
export function ClosuresBlock() {
  const words = useWords();
  const f = useFormat();
  const query = useClosures(undefined);
  const all = query.data?.items ?? [];
  const closed = all.filter(({ state }) => state === "closed").length;
  return (
    <Block
      name="closures"
      query={query}
      rows={toClose(all)}
      more={query.data?.next != null}
      link={<Link to="/places">{words.register.title}</Link>}
      lead={all.length > 0 && <p className="num">{words.closures.count(f.number(closed), f.number(all.length))}</p>}
    >
      {({ id, place, colour, due_at }) => (
        <li key={id} data-id={id}>
          <div className="duty-line">
            <LevelTag colour={colour} />
            <Link to="/places" search={place?.unit ? { unit: place.unit.id } : {}}>
              {f.name(place?.names ?? {})}
            </Link>
            <span className="quiet">{f.name(place?.unit?.names ?? {})}</span>
            <Countdown due={due_at} />
          </div>
        </li>
      )}
    </Block>
  );
}
