import type { DemoAccount } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";

interface Props {
  accounts: DemoAccount[];
  onPick: (form: { login: string; password: string }) => void;
}

/** One account of each post at each level to begin with; the many of the same post are folded. */
export function DemoAccounts({ accounts, onPick }: Props) {
  const words = useWords();
  const f = useFormat();
  const posts = new Set<string>();
  const first = accounts.filter(({ title, unit }) => {
    const post = `${f.name(title)} ${unit.kind}`;
    return !posts.has(post) && posts.add(post);
  });
  const rest = accounts.filter((account) => !first.includes(account));
  const list = (some: DemoAccount[]) => (
    <ul className="demo-accounts">
      {some.map((account) => (
        <li key={account.login}>
          <button type="button" onClick={() => onPick({ login: account.login, password: account.password })}>
            <strong>{f.name(account.title)}</strong>
            <span className="quiet">
              {account.login} · {f.name(account.unit.names)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {list(first)}
      {rest.length > 0 && (
        <details>
          <summary>{words.session.demoMore(f.number(rest.length))}</summary>
          {list(rest)}
        </details>
      )}
    </>
  );
}
