import { Link, useRouterState, useSearch } from "@tanstack/react-router";
import { isAt, navEntries, type NavEntry } from "./nav-entries";
import { useSession } from "./session";
import { useWords } from "./words";

/** The chosen area goes along: it is what the person works on, whichever page shows it. */
export function useNav() {
  const words = useWords();
  const session = useSession();
  const { unit } = useSearch({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const entries = navEntries(words, session?.permissions ?? []);
  const here = entries.find(({ pages }) => pages.some((page) => isAt(page, path)));
  return { entries, here, area: unit ? { unit } : {} };
}

export function NavMenu({ onGo }: { onGo?: () => void }) {
  const words = useWords();
  const { entries, here, area } = useNav();
  return (
    <nav className="nav" aria-label={words.menu}>
      {entries.map((entry) => (
        <Item key={entry.label} entry={entry} current={entry === here} area={area} onGo={onGo} />
      ))}
    </nav>
  );
}

/** An entry of several pages leads to the first; where one is on another of them it is marked all the same. */
function Item({ entry: { label, pages }, current, area, onGo }: { entry: NavEntry; current: boolean; area: { unit?: string }; onGo: (() => void) | undefined }) {
  const [first] = pages;
  if (!first) return null;
  return (
    <Link to={first.to} search={first.byArea ? area : {}} className={current ? "nav-item active" : "nav-item"} activeOptions={{ includeSearch: false }} onClick={onGo} {...(current && { "aria-current": "page" as const })}>
      {label}
    </Link>
  );
}
