import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { problemText } from "../../ui/state-panel";
import { queryOf, searchOf, type HazardSearch } from "../search";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useDeleteView, useSaveView, useViews } from "./view-queries";

interface Props {
  search: HazardSearch;
  onChoose: (search: HazardSearch) => void;
}

/** Own filters by name. The address carries the filters, so a view can still be sent to a colleague as a link. */
export function SavedViews({ search, onChoose }: Props) {
  const words = useWords();
  const say = words.queue.views;
  const views = useViews(true).data ?? [];
  const [open, setOpen] = useState(false);
  const now = queryOf(search);
  return (
    <div className="views" role="group" aria-label={say.title}>
      {views.map((view) => (
        <button key={view.id} type="button" className="chip" aria-pressed={view.query === now} onClick={() => onChoose(searchOf(view.query))}>
          {view.name}
        </button>
      ))}
      <Button type="link" onClick={() => setOpen(true)}>
        {views.length > 0 ? say.manage : say.save}
      </Button>
      <Modal title={say.title} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <SaveForm query={now} onSaved={() => setOpen(false)} />
        <ul className="rows">
          {views.map((view) => (
            <Line key={view.id} id={view.id} name={view.name} />
          ))}
        </ul>
      </Modal>
    </div>
  );
}

function SaveForm({ query, onSaved }: { query: string; onSaved: () => void }) {
  const words = useWords();
  const say = words.queue.views;
  const tell = useTell();
  const save = useSaveView();
  // One for the form: sent again after an answer that got lost, it is the same view.
  const [id] = useState(uuid7);
  const [name, setName] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return setErrors([{ field: "view-name", text: say.need }]);
    save.mutate(
      { id, name: name.trim(), query },
      {
        onSuccess: () => {
          tell.done(say.saved);
          onSaved();
        },
        onError: (error) => setErrors([{ field: "view-name", text: problemText(asProblem(error), words) }]),
      },
    );
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <label htmlFor="view-name">{say.name}</label>
      <Input id="view-name" maxLength={40} placeholder={say.nameHint} value={name} onChange={(event) => setName(event.target.value)} />
      <div className="form-buttons">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {say.save}
        </Button>
      </div>
    </form>
  );
}

function Line({ id, name }: { id: string; name: string }) {
  const say = useWords().queue.views;
  const tell = useTell();
  const remove = useDeleteView();
  return (
    <li>
      <span>{name}</span>
      <Button aria-label={say.removeWhich(name)} loading={remove.isPending} onClick={() => remove.mutate(id, { onSuccess: () => tell.done(say.removed), onError: tell.failed })}>
        {say.remove}
      </Button>
    </li>
  );
}
