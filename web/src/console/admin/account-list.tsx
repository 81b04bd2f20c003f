import { Button, Table, type TableColumnType } from "antd";
import { useState } from "react";
import { useFormat } from "../../ui/language";
import { useSession } from "../shell/session";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";
import { AccountActions, Postings } from "./account-parts";
import type { Account } from "./account-search";

/** Accounts with what they hold: a table on a desk, cards where there is no room for it. */
export function AccountList({ accounts, onGive }: { accounts: Account[]; onGive: (account: Account) => void }) {
  const narrow = useNarrow();
  const words = useWords();
  const say = words.admin.accounts;
  const [shown, setShown] = useState(50);
  if (narrow) {
    return (
      <>
        <ul className="cards">
          {accounts.slice(0, shown).map((account) => (
            <li key={account.id} className="card admin-card">
              <Name account={account} />
              <State account={account} />
              <Postings account={account} />
              <AccountActions account={account} onGive={onGive} />
            </li>
          ))}
        </ul>
        {accounts.length > shown && (
          <div className="table-foot">
            <Button onClick={() => setShown(shown + 50)}>{words.more}</Button>
          </div>
        )}
      </>
    );
  }
  const columns: TableColumnType<Account>[] = [
    { key: "account", title: say.columns.account, width: 230, render: (_, account) => <Name account={account} /> },
    { key: "state", title: say.columns.state, width: 170, render: (_, account) => <State account={account} /> },
    { key: "posts", title: say.columns.posts, render: (_, account) => <Postings account={account} /> },
    { key: "actions", title: say.columns.actions, width: 220, render: (_, account) => <AccountActions account={account} onGive={onGive} /> },
  ];
  return (
    <Table<Account> size="small" rowKey="id" columns={columns} dataSource={accounts} scroll={{ x: 900 }} pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }} />
  );
}

function Name({ account }: { account: Account }) {
  const f = useFormat();
  const own = useSession()?.account.id === account.id;
  const say = useWords().admin.accounts;
  return (
    <div>
      <strong>{account.login}</strong>
      {own && <span className="tag">{say.own}</span>}
      <div className="quiet">{f.name(account.names)}</div>
    </div>
  );
}

function State({ account }: { account: Account }) {
  const say = useWords().admin.accounts;
  return (
    <div className="small">
      {account.disabled ? <strong>{say.disabled}</strong> : account.password_set ? say.active : say.invited} · <span className="quiet">{account.second_factor ? say.factor : say.noFactor}</span>
    </div>
  );
}
