import { Link, useSearch } from "@tanstack/react-router";
import { useSession } from "./session";
import { useWords } from "./words";

/** A page that a person cannot open is not offered; its address says why it is shut. */
export function NavMenu({ onGo }: { onGo?: () => void }) {
  const words = useWords();
  const session = useSession();
  const { unit } = useSearch({ strict: false });
  // The chosen area goes along: it is what the person works on, whichever page shows it.
  const search = unit ? { unit } : {};
  const may = (permission: string) => session?.permissions.includes(permission) ?? false;
  const common = { search, className: "nav-item", activeOptions: { includeSearch: false }, onClick: onGo };
  return (
    <nav className="nav" aria-label={words.menu}>
      <Link to="/units" {...common}>
        {words.nav.units}
      </Link>
      <Link to="/hazards" {...common}>
        {words.nav.hazards}
      </Link>
      {may("view_warnings") && (
        <Link to="/warnings" {...common} search={{}}>
          {words.warnings.title}
        </Link>
      )}
      {may("view_warnings") && (
        <Link to="/responses" {...common}>
          {words.responses.title}
        </Link>
      )}
      {may("view_harm") && (
        <Link to="/harm" {...common}>
          {words.harm.title}
        </Link>
      )}
      {may("view_places") && (
        <Link to="/places" {...common}>
          {words.register.title}
        </Link>
      )}
      {may("view_warnings") && (
        <Link to="/evacuations" {...common} search={{}}>
          {words.shelters.title}
        </Link>
      )}
      {may("view_warnings") && (
        <Link to="/exercises" {...common}>
          {words.exercises.title}
        </Link>
      )}
      {may("view_roster") && (
        <Link to="/roster" {...common}>
          {words.admin.nav.roster}
        </Link>
      )}
      {may("view_hazards") && (
        <Link to="/bodies" {...common}>
          {words.admin.nav.bodies}
        </Link>
      )}
      {may("manage_accounts") && (
        <Link to="/accounts" {...common} search={{}}>
          {words.admin.nav.accounts}
        </Link>
      )}
      {may("read_journal") && (
        <Link to="/journal" {...common}>
          {words.journal.nav}
        </Link>
      )}
    </nav>
  );
}
