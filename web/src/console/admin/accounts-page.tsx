import { Input } from "antd";
import { useMemo, useState } from "react";
import { useFormat } from "../../ui/language";
import { EmptyPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useTitles } from "../shell/queries";
import { Read } from "../shell/section";
import { AccountList } from "./account-list";
import { matches, type Account } from "./account-search";
import "./admin.css";
import { GivePosting } from "./give-posting";
import { OpenAccount } from "./open-account";
import { useAccounts } from "./queries";
import { useWords } from "../shell/words";

export function AccountsPage() {
  const words = useWords();
  return (
    <Allowed permission="manage_accounts" title={words.admin.accounts.title}>
      <Accounts />
    </Allowed>
  );
}

function Accounts() {
  const words = useWords();
  const say = words.admin.accounts;
  const f = useFormat();
  const title = useTitles();
  const query = useAccounts(true);
  const [text, setText] = useState("");
  const [giving, setGiving] = useState<Account>();
  const found = useMemo(
    () => (query.data ?? []).filter((account) => matches(account, text, f.name, title)),
    [query.data, text, f, title],
  );
  return (
    <div className="admin-page">
      <div className="page-head">
        <h1>{say.title}</h1>
        {query.data && (
          <p className="num quiet" aria-live="polite">
            {say.count(f.number(found.length))}
          </p>
        )}
        <Input allowClear className="admin-find" aria-label={say.find} placeholder={say.find} value={text} onChange={(event) => setText(event.target.value)} />
        <OpenAccount />
        <ExportMenu path="/api/accounts/export" formats={["csv", "xlsx"]} />
      </div>
      <Read query={query}>
        {() => (found.length === 0 ? <EmptyPanel text={say.empty} /> : <AccountList accounts={found} onGive={setGiving} />)}
      </Read>
      <GivePosting account={giving} onClose={() => setGiving(undefined)} />
    </div>
  );
}
