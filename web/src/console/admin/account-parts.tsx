import { App, Button } from "antd";
import { uuid7 } from "../../api/uuid7";
import { useFormat } from "../../ui/language";
import { useNow } from "../../ui/use-now";
import { useTitles } from "../shell/queries";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import type { Account } from "./account-search";
import { useDisable, useEndPosting, useSendLink } from "./queries";
import { useWords } from "../shell/words";

/** What an account holds or will hold, each with its end. */
export function Postings({ account }: { account: Account }) {
  const words = useWords();
  const say = words.admin.accounts;
  const f = useFormat();
  const now = useNow();
  const title = useTitles();
  const own = useSession()?.account.id === account.id;
  const { modal } = App.useApp();
  const tell = useTell();
  const end = useEndPosting();
  if (account.postings.length === 0) return <span className="quiet">{say.noPosts}</span>;
  return (
    <ul className="postings">
      {account.postings.map((posting) => {
        const post = `${title(posting.title)} · ${posting.unit ? f.name(posting.unit.names) : "–"}`;
        const ask = () =>
          modal.confirm({
            title: say.endWhich(post),
            content: say.endSure(post),
            okText: say.end,
            cancelText: words.cancel,
            onOk: () => end.mutate(posting.id, { onSuccess: () => tell.done(say.ended), onError: tell.failed }),
          });
        return (
          <li key={posting.id}>
            <span>
              {post}{" "}
              <span className="quiet small num">
                {posting.from > now && say.from(f.date(posting.from))} {posting.to != null && say.to(f.date(posting.to))}
              </span>
            </span>
            {!own && !account.disabled && (
              <Button size="small" type="text" aria-label={say.endWhich(post)} onClick={ask}>
                {say.end}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function AccountActions({ account, onGive }: { account: Account; onGive: (account: Account) => void }) {
  const words = useWords();
  const say = words.admin.accounts;
  const own = useSession()?.account.id === account.id;
  const { modal } = App.useApp();
  const tell = useTell();
  const disable = useDisable();
  const link = useSendLink();
  if (own) return <span className="quiet small">{say.ownWhy}</span>;
  if (account.disabled) return null;
  const ask = () =>
    modal.confirm({
      title: say.disableWhich(account.login),
      content: say.disableSure,
      okText: say.disable,
      cancelText: words.cancel,
      onOk: () => disable.mutate(account.id, { onSuccess: () => tell.done(say.disabledNow), onError: tell.failed }),
    });
  return (
    <div className="action-buttons">
      <Button aria-label={say.giveWhich(account.login)} onClick={() => onGive(account)}>
        {say.give}
      </Button>
      {!account.password_set && (
        <Button
          aria-label={say.linkWhich(account.login)}
          loading={link.isPending}
          onClick={() => link.mutate({ key: uuid7(), id: account.id }, { onSuccess: () => tell.done(say.linkSent), onError: tell.failed })}
        >
          {say.link}
        </Button>
      )}
      <Button aria-label={say.disableWhich(account.login)} loading={disable.isPending} onClick={ask}>
        {say.disable}
      </Button>
    </div>
  );
}
