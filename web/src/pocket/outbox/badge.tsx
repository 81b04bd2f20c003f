import { useFormat, useWords } from "../../ui/language";
import { Link } from "../path";
import { useOutbox } from "./use-outbox";

/** On every screen: what is only on this phone can get lost with it. */
export function UnsentBadge() {
  const words = useWords();
  const f = useFormat();
  const { unsent } = useOutbox();
  return (
    <div aria-live="polite">
      {unsent > 0 && (
        <Link to="/outbox" className="strip strip-unsent">
          {words.pocket.outbox.unsent(f.number(unsent))} ›
        </Link>
      )}
    </div>
  );
}
