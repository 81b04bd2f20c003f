import { App, Button, Modal } from "antd";
import { useState } from "react";
import type { SessionView, TokenView } from "../../api/types";
import { copyText } from "../../ui/copy-text";
import { useFormat } from "../../ui/language";
import { Read, Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useRevokeToken, useTokens } from "./queries";
import { TokenForm } from "./token-form";
import { useWords } from "../shell/words";

export function Tokens({ session }: { session: SessionView }) {
  const words = useWords();
  const say = words.account.tokens;
  const tokens = useTokens();
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const close = () => {
    setOpen(false);
    setSecret(undefined);
  };
  return (
    <Section id="tokens" title={say.title}>
      <p className="quiet small">{say.what}</p>
      <Read query={tokens}>
        {(items) =>
          items.length === 0 ? (
            <p className="quiet">{say.none}</p>
          ) : (
            <ul className="rows">
              {items.map((token) => (
                <Line key={token.id} token={token} />
              ))}
            </ul>
          )
        }
      </Read>
      <Button onClick={() => setOpen(true)}>{say.make}</Button>
      {/* A secret that is shown once is not closed away by a slip. */}
      <Modal title={secret ? say.secret : say.make} open={open} footer={null} destroyOnHidden closable={!secret} keyboard={!secret} mask={{ closable: false }} onCancel={close}>
        {secret ? <Secret secret={secret} onKept={close} /> : <TokenForm permissions={session.permissions} onMade={setSecret} onCancel={close} />}
      </Modal>
    </Section>
  );
}

function Line({ token }: { token: TokenView }) {
  const words = useWords();
  const say = words.account.tokens;
  const f = useFormat();
  const { modal } = App.useApp();
  const tell = useTell();
  const revoke = useRevokeToken();
  const ask = () =>
    modal.confirm({
      title: say.revokeWhich(token.name),
      content: say.revokeSure,
      okText: say.revoke,
      cancelText: words.cancel,
      onOk: () => revoke.mutate(token.id, { onSuccess: () => tell.done(say.revoked), onError: tell.failed }),
    });
  return (
    <li>
      <div>
        <strong>{token.name}</strong>
        <div className="quiet small">
          {token.permissions.map((word) => words.account.permission[word] ?? word).join(words.listSeparator)}
        </div>
        <div className="quiet small num">
          {token.unit ? f.name(token.unit.names) : say.everywhere} · {say.ends(f.date(token.expires_at))}
        </div>
      </div>
      <Button aria-label={say.revokeWhich(token.name)} loading={revoke.isPending} onClick={ask}>
        {say.revoke}
      </Button>
    </li>
  );
}

function Secret({ secret, onKept }: { secret: string; onKept: () => void }) {
  const say = useWords().account.tokens;
  const { message } = App.useApp();
  const copy = async () => void ((await copyText(secret)) ? message.success(say.copied) : message.warning(say.notCopied));
  return (
    <>
      <p>{say.secretWhat}</p>
      <p>
        <code className="secret" tabIndex={0}>
          {secret}
        </code>
      </p>
      <div className="form-buttons">
        <Button size="large" onClick={() => void copy()}>
          {say.copy}
        </Button>
        <Button size="large" type="primary" onClick={onKept}>
          {say.done}
        </Button>
      </div>
    </>
  );
}
