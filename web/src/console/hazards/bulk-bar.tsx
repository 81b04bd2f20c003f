import { Button, Dropdown } from "antd";
import { useState } from "react";
import type { ActionWord, HazardView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { onPick } from "../shell/menu-pick";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { offers } from "./bulk-actions";
import { BulkDialog } from "./bulk-dialog";

interface Props {
  chosen: readonly HazardView[];
  onClear: () => void;
  onDone: (done: ReadonlySet<string>) => void;
}

/** So many steps stand as buttons; the others behind "more". */
const BUTTONS = 3;

export function BulkBar({ chosen, onClear, onDone }: Props) {
  const words = useWords();
  const say = words.queue;
  const f = useFormat();
  const session = useSession();
  const [action, setAction] = useState<ActionWord>();
  const list = offers(chosen, session?.permissions ?? []);
  const label = (one: (typeof list)[number]) => say.fits(words.hazards.action[one.action] ?? one.action, one.fits, chosen.length);
  const close = (done: ReadonlySet<string>) => {
    setAction(undefined);
    onDone(done);
  };
  return (
    <div className="bulk-bar">
      <strong className="num" role="status">
        {say.selected(f.number(chosen.length))}
      </strong>
      {list.length === 0 && <span className="quiet">{say.noneFits}</span>}
      {list.slice(0, BUTTONS).map((one, i) => (
        <Button key={one.action} type={i === 0 ? "primary" : "default"} onClick={() => setAction(one.action)}>
          {label(one)}
        </Button>
      ))}
      {list.length > BUTTONS && (
        <Dropdown
          autoFocus
          trigger={["click"]}
          menu={{ items: list.slice(BUTTONS).map((one) => ({ key: one.action, label: label(one) })), onClick: onPick((key) => setAction(key as ActionWord)) }}
        >
          <Button>{say.more}</Button>
        </Dropdown>
      )}
      <Button type="text" onClick={onClear}>
        {say.clear}
      </Button>
      <BulkDialog action={action} chosen={chosen} onClose={close} />
    </div>
  );
}
