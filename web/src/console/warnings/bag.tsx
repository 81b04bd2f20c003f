import { Button } from "antd";
import type { BoardUnit, WarningView } from "../../api/types";
import { useLanguage } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { inForce } from "../shell/in-force";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";

/** Whole cities and districts have no bag: one hand must be able to carry it. */
const TOO_LARGE = ["city", "county"];

/** What a community takes on paper while it still can, from orange on. */
export function Bag({ warning, unit }: { warning: WarningView; unit: BoardUnit }) {
  const say = useWords().board;
  const { lang } = useLanguage();
  const now = useNow();
  const session = useSession();
  const strong = warning.official && (warning.colour === "red" || warning.colour === "orange") && inForce(warning, now);
  if (!strong || TOO_LARGE.includes(unit.kind) || !session?.permissions.includes("view_places")) return null;
  return (
    <Button href={`/api/units/${unit.id}/bag?lang=${lang}`} target="_blank" rel="noreferrer">
      {say.bag}
    </Button>
  );
}
