import { Button, Modal, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { label, usePostName, type Post } from "./post-name";
import { useRestore, useSubstitute } from "./queries";
import type { Chosen } from "./roster-days";
import type { Board } from "./roster-week";
import { useWords } from "../shell/words";

interface Props {
  chosen: Chosen | undefined;
  board: Board;
  posts: Post[];
  onClose: () => void;
}

export function SubstituteDialog({ chosen, board, posts, onClose }: Props) {
  const say = useWords().admin.roster;
  return (
    <Modal title={chosen && say.changeTitle(chosen.date)} open={chosen !== undefined} footer={null} destroyOnHidden onCancel={onClose}>
      {chosen && <Substitute chosen={chosen} board={board} posts={posts} onClose={onClose} />}
    </Modal>
  );
}

function Substitute({ chosen: { shift, date }, board, posts, onClose }: Props & { chosen: Chosen }) {
  const words = useWords();
  const say = words.admin.roster;
  const f = useFormat();
  const tell = useTell();
  const name = usePostName(board, posts);
  const substitute = useSubstitute();
  const restore = useRestore();
  const [posting, setPosting] = useState(shift.changed ? shift.posting : undefined);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const at = { line: shift.line.id, date };
  const failed = (error: unknown) => setErrors([{ field: "substitute", text: problemText(asProblem(error), words) }]);
  const done = (text: string) => () => {
    tell.done(text);
    onClose();
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    substitute.mutate({ ...at, posting: posting ?? null }, { onSuccess: done(say.saved), onError: failed });
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <p>
        <span className="num">
          {say.kind[shift.line.kind] ?? shift.line.kind} {shift.line.start}–{shift.line.end}
        </span>
        <br />
        <span className="quiet">{say.planned}</span> {name(shift.line.posting)}
      </p>
      <label htmlFor="substitute">{say.who}</label>
      <Select
        id="substitute"
        size="large"
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        placeholder={say.whoPlaceholder}
        value={posting ?? null}
        onChange={(id) => setPosting(id ?? undefined)}
        options={posts.filter((post) => post.id !== shift.line.posting).map((post) => ({ value: post.id, label: label(f, post) }))}
      />
      <div className="form-buttons">
        {shift.changed && (
          <Button size="large" loading={restore.isPending} onClick={() => restore.mutate(at, { onSuccess: done(say.restored), onError: failed })}>
            {say.restore}
          </Button>
        )}
        <Button size="large" type="primary" htmlType="submit" loading={substitute.isPending}>
          {say.save}
        </Button>
      </div>
    </form>
  );
}
