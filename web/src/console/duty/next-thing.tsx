import { Link } from "@tanstack/react-router";
import { useNow } from "../../ui/use-now";
import { useProposals } from "../shell/proposals";
import { useToSign, useUndecided } from "../shell/responses";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { nextOf, type Next } from "./next";
import { unseenHarm, waitingMessages } from "./order";
import { useHazardsNow, useLatestHarm, useMessagesNow } from "./queries";
import { useOwnUnits } from "./use-own-units";

/** The one button of the desk: the most urgent thing that is the reader's to do. */
export function NextThing() {
  const say = useWords().duty;
  const now = useNow();
  const permissions = useSession()?.permissions ?? [];
  const may = (...some: string[]) => some.some((one) => permissions.includes(one));
  const units = useOwnUnits();
  const undecided = useUndecided();
  const toSign = useToSign();
  const messages = waitingMessages(useMessagesNow(may("draft_public", "approve_public")).data?.items ?? []);
  const proposals = useProposals(may("view_warnings")).data ?? [];
  const harm = unseenHarm(useLatestHarm(may("view_harm")).data?.items ?? [], units);
  const hazards = useHazardsNow(may("view_hazards")).data?.rows ?? [];
  const next = nextOf({ undecided, toSign, messages, proposals, harm, hazards }, permissions, now);
  return <div className="duty-next">{next ? <To next={next} /> : <span className="quiet">{say.nothing}</span>}</div>;
}

function To({ next }: { next: Next }) {
  const text = useWords().duty.next[next.kind];
  const className = "button-link button-link-primary";
  switch (next.kind) {
    case "decide":
    case "sign":
      return (
        <Link to="/responses/$id" params={{ id: next.id }} className={className}>
          {text}
        </Link>
      );
    case "message":
      return (
        <Link to="/warnings/messages/$id" params={{ id: next.id }} className={className}>
          {text}
        </Link>
      );
    case "proposal":
      return (
        <Link to="/warnings" hash="proposals-title" className={className}>
          {text}
        </Link>
      );
    case "harm":
      return (
        <Link to="/harm" search={next.unit ? { unit: next.unit } : {}} className={className}>
          {text}
        </Link>
      );
    case "hazard":
      return (
        <Link to="/hazards/$id" params={{ id: next.id }} className={className}>
          {text}
        </Link>
      );
  }
}
