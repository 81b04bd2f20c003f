import { App, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { BriefDialog } from "../shell/brief-dialog";
import type { Feed } from "../shell/feeds";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useDeleteFeed, useSetFeed } from "./queries";

const FIRST = { name: "", address: "https://", senders: "", authenticated: false, every: "60", paused: false };

const valuesOf = (feed: Feed) => ({ ...feed, senders: feed.senders.join("\n"), every: String(feed.every_s), paused: feed.state === "paused" });

/** Makes a source or changes one. The id is made once: a repeated press makes no second source. */
export function FeedForm({ feed, onClose }: { feed: Feed | undefined; onClose: () => void }) {
  const words = useWords();
  const say = words.sources.form;
  const { modal } = App.useApp();
  const tell = useTell();
  const save = useSetFeed();
  const remove = useDeleteFeed();
  const [id] = useState(() => feed?.id ?? uuid7());
  const [values, setValues] = useState<typeof FIRST>(feed ? valuesOf(feed) : FIRST);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const set = (more: Partial<typeof FIRST>) => setValues((old) => ({ ...old, ...more }));

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const every = Number(values.every);
    const missing: FieldError[] = [];
    if (!values.name.trim()) missing.push({ field: "feed-name", text: say.needName });
    if (!/^https?:\/\/./.test(values.address)) missing.push({ field: "feed-address", text: say.needAddress });
    if (!Number.isInteger(every) || every < 15 || every > 86_400) missing.push({ field: "feed-every", text: say.needEvery });
    setErrors(missing);
    if (missing.length > 0) return;
    const senders = values.senders.split("\n").map((line) => line.trim()).filter(Boolean);
    const body = { name: values.name.trim(), address: values.address.trim(), senders, authenticated: values.authenticated, every_s: every, paused: values.paused, version: feed?.version ?? null };
    save.mutate(
      { id, body },
      {
        onSuccess: () => {
          tell.done(say.saved);
          onClose();
        },
        onError: (error) => setErrors([{ field: "feed-name", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  const ask = () =>
    modal.confirm({
      title: say.remove,
      content: say.removeSure,
      okText: say.remove,
      cancelText: words.cancel,
      onOk: () =>
        remove.mutateAsync(id).then(() => {
          tell.done(say.removed);
          onClose();
        }, tell.failed),
    });

  return (
    <BriefDialog title={feed ? say.change(feed.name) : say.make} onCancel={onClose}>
      <form className="action-form" noValidate onSubmit={submit}>
        <ErrorSummary title={words.problem.title} errors={errors} />
        <label htmlFor="feed-name">{say.name}</label>
        <Input id="feed-name" maxLength={60} value={values.name} onChange={(event) => set({ name: event.target.value })} />
        <label htmlFor="feed-address">{say.address}</label>
        <Input id="feed-address" maxLength={500} value={values.address} onChange={(event) => set({ address: event.target.value })} />
        <p className="quiet small">{say.addressHint}</p>
        <label htmlFor="feed-senders">{say.senders}</label>
        <Input.TextArea id="feed-senders" rows={3} value={values.senders} onChange={(event) => set({ senders: event.target.value })} />
        <Checkbox checked={values.authenticated} onChange={(event) => set({ authenticated: event.target.checked })}>
          {say.authenticated}
        </Checkbox>
        <label htmlFor="feed-every">{say.every}</label>
        <Input id="feed-every" inputMode="numeric" maxLength={5} value={values.every} onChange={(event) => set({ every: event.target.value })} />
        <Checkbox checked={values.paused} onChange={(event) => set({ paused: event.target.checked })}>
          {say.paused}
        </Checkbox>
        <div className="source-buttons">
          <Button type="primary" size="large" htmlType="submit" loading={save.isPending}>
            {say.save}
          </Button>
          {feed && <Button onClick={ask}>{say.remove}</Button>}
        </div>
      </form>
    </BriefDialog>
  );
}
