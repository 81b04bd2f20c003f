import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { Block } from "./block";
import { useOnDuty } from "./queries";

/** Who is on duty in the unit where one serves, whoever leads the shift first. */
export function RosterBlock() {
  const words = useWords();
  const say = words.admin.roster;
  const f = useFormat();
  const unit = useSession()?.postings[0]?.unit.id;
  const query = useOnDuty(unit);
  const link = <Link to="/roster">{words.admin.nav.roster}</Link>;
  if (unit === undefined) return null;
  return (
    <Block name="roster" query={query} rows={query.data?.watches ?? []} link={link}>
      {({ from, to, posting, leader }) => (
        <li key={`${posting.id} ${from}`}>
          <div className="duty-line">
            <strong>{[f.name(posting.title), posting.unit ? f.name(posting.unit.names) : ""].filter(Boolean).join(" · ")}</strong>
            {leader && <span className="tag">{say.leader}</span>}
            <span className="quiet num">{words.duty.shift(f.time(from), f.time(to))}</span>
          </div>
        </li>
      )}
    </Block>
  );
}
