import type { DemoAccount } from "../api/types";
import { useFormat, useWords } from "../ui/language";

interface Props {
  accounts: DemoAccount[];
  disabled: boolean;
  onPick: (form: { login: string; password: string }) => void;
}

/** One of each post; one tap signs in. Only a demonstration shows them. */
export function DemoAccounts({ accounts, disabled, onPick }: Props) {
  const words = useWords();
  const f = useFormat();
  const posts = new Set<string>();
  const first = accounts.filter(({ title }) => !posts.has(f.name(title)) && posts.add(f.name(title)));
  return (
    <section aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">{words.session.demoTitle}</h2>
      <p className="quiet">{words.pocket.signIn.demoHint}</p>
      <ul className="results">
        {first.map((account) => (
          <li key={account.login}>
            <button type="button" disabled={disabled} data-login={account.login} onClick={() => onPick({ login: account.login, password: account.password })}>
              {f.name(account.title)}
              <small className="quiet">
                {account.login} · {f.name(account.unit.names)}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
