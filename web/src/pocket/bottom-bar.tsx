import { useWords } from "../ui/language";
import { Link } from "./path";
import { useHolder } from "./session";

/** Residents find their way back with it, staff their work. */
export function BottomBar({ path }: { path: string }) {
  const words = useWords();
  const { person } = useHolder();
  const say = words.pocket;
  const pages: [string, string][] = person
    ? [
        ["/", say.home],
        ["/tasks", say.tasks.short],
        ["/warnings", say.warnings.title],
        ["/me", say.me.title],
      ]
    : [
        ["/", say.home],
        ["/follow", say.follow],
        ["/me", say.me.title],
      ];
  return (
    <nav className="bottom-bar" aria-label={words.menu}>
      {pages.map(([to, text]) => (
        <Link key={to} to={to} current={path === to || (to !== "/" && path.startsWith(`${to}/`))}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
