import { Link } from "@tanstack/react-router";
import { useNav } from "./nav-menu";
import { useWords } from "./words";

/** The pages that share the menu's entry with the one on screen; nothing where it stands alone. */
export function SubTabs() {
  const words = useWords();
  const { here, area } = useNav();
  if (!here || here.pages.length < 2) return null;
  return (
    <nav className="sub-tabs" aria-label={words.menuGroups.tabs(here.label)}>
      {here.pages.map(({ to, label, byArea }) => (
        <Link key={to} to={to} search={byArea ? area : {}} className="sub-tab" activeOptions={{ includeSearch: false }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
