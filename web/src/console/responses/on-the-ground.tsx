import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useClosureCounts } from "../shell/closures";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { useMoved, type ResponseView } from "./queries";

/** How far closing and moving are in the unit of a response; of one that is over, what was moved under it. */
export function OnTheGround({ response }: { response: ResponseView }) {
  const say = useWords().responseDesk;
  const unit = response.unit?.id;
  const places = useSession()?.permissions.includes("view_places") ?? false;
  const open = response.ended_at == null;
  const counts = useClosureCounts(unit, open && places);
  // Those of the response that was looked at before are not this one's.
  const closed = counts.isPlaceholderData ? undefined : counts.data?.total;
  const moved = useMoved(unit).data?.items.filter((one) => one.cause === response.id || (open && one.ended_at == null));
  if (!moved || (open && places && !closed)) return null;
  const toClose = closed && closed.all > 0 ? closed : undefined;
  if (!toClose && moved.length === 0) return response.state === "active" ? <Frame>{<p className="quiet">{say.groundNone}</p>}</Frame> : null;
  return (
    <Frame>
      <ul className="response-ground">
        {toClose && <Closing counts={toClose} unit={unit} />}
        {moved.map((one) => (
          <Moving key={one.id} evacuation={one} />
        ))}
      </ul>
    </Frame>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <section aria-labelledby="on-the-ground">
      <h2 id="on-the-ground">{useWords().responseDesk.ground}</h2>
      {children}
    </section>
  );
}

function Closing({ counts, unit }: { counts: { closed: number; all: number }; unit: string | undefined }) {
  const words = useWords();
  const f = useFormat();
  return (
    <li>
      <Link to="/places" search={{ ...(unit && { unit }) }}>
        {words.responseDesk.places}
      </Link>
      {words.colon}
      <strong className="num">{words.closures.count(f.number(counts.closed), f.number(counts.all))}</strong>
    </li>
  );
}

type Moved = NonNullable<ReturnType<typeof useMoved>["data"]>["items"][number];

function Moving({ evacuation: one }: { evacuation: Moved }) {
  const words = useWords();
  const say = words.evacuation;
  const f = useFormat();
  const { total, unaccounted } = one.households;
  return (
    <li data-id={one.id}>
      <Link to="/evacuations/$id" params={{ id: one.id }}>
        {say.of(f.name(one.unit?.names ?? {}))}
      </Link>
      {words.colon}
      <span className="num">{say.households(f.number(total))}</span>
      {unaccounted > 0 && (
        <strong className="num">
          {" · "}
          {say.unaccounted} {f.number(unaccounted)}
        </strong>
      )}
      {one.ended_at != null && <span className="quiet"> · {say.ended}</span>}
    </li>
  );
}
