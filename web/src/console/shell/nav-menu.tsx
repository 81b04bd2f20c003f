import { Link, useSearch } from "@tanstack/react-router";
import { useWords } from "../../ui/language";

export function NavMenu({ onGo }: { onGo?: () => void }) {
  const words = useWords();
  const { unit } = useSearch({ strict: false });
  // The chosen area goes along: it is what the person works on, whichever page shows it.
  const search = unit ? { unit } : {};
  return (
    <nav className="nav" aria-label={words.menu}>
      <Link to="/units" search={search} className="nav-item" activeOptions={{ includeSearch: false }} onClick={onGo}>
        {words.nav.units}
      </Link>
      <Link to="/hazards" search={search} className="nav-item" activeOptions={{ includeSearch: false }} onClick={onGo}>
        {words.nav.hazards}
      </Link>
    </nav>
  );
}
