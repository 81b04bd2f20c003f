import { App, Button, Modal } from "antd";
import { useState } from "react";
import type { OutletView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { ExportMenu } from "../shell/export-menu";
import { Read, Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { OutletForm } from "./outlet-form";
import { useOutlets, useRemoveOutlet } from "./queries";

/** Work groups, loudspeakers and radios of a unit and everything below. Addresses of robots and speakers are shown to nobody. */
export function Outlets({ unit, may }: { unit: string; may: boolean }) {
  const say = useWords().outlets;
  const outlets = useOutlets(unit);
  const [adding, setAdding] = useState(false);
  return (
    <Section id="outlets" title={say.title}>
      <p className="quiet small">{say.what}</p>
      <Read query={outlets}>
        {(rows) => (
          <>
            {rows.length === 0 && <p className="quiet">{say.none}</p>}
            <ul className="rows">
              {rows.map((outlet) => (
                <Row key={outlet.id} outlet={outlet} may={may} />
              ))}
            </ul>
            <div className="action-buttons">
              {may && <Button onClick={() => setAdding(true)}>{say.add}</Button>}
              {rows.length > 0 && <ExportMenu path={`/api/units/${unit}/outlets/export`} formats={["csv", "xlsx"]} />}
            </div>
          </>
        )}
      </Read>
      <Modal title={say.add} open={adding} footer={null} destroyOnHidden onCancel={() => setAdding(false)}>
        <OutletForm unit={unit} onClose={() => setAdding(false)} />
      </Modal>
    </Section>
  );
}

function Row({ outlet, may }: { outlet: OutletView; may: boolean }) {
  const words = useWords();
  const say = words.outlets;
  const f = useFormat();
  const { modal } = App.useApp();
  const tell = useTell();
  const remove = useRemoveOutlet();
  const ask = () =>
    modal.confirm({
      title: say.removeWhich(outlet.name),
      content: say.removeSure,
      okText: say.remove,
      cancelText: words.cancel,
      onOk: () => remove.mutate(outlet.id, { onSuccess: () => tell.done(say.removed), onError: tell.failed }),
    });
  return (
    <li>
      <div>
        {outlet.name} <span className="tag">{say.kind[outlet.kind] ?? outlet.kind}</span> {outlet.line && <span className="num">{outlet.line}</span>}
        <div className="quiet small num">
          {outlet.unit && `${f.name(outlet.unit.names)} · `}
          {say.addedAt(f.dateTime(outlet.added_at))}
        </div>
      </div>
      {may && (
        <Button aria-label={say.removeWhich(outlet.name)} loading={remove.isPending} onClick={ask}>
          {say.remove}
        </Button>
      )}
    </li>
  );
}
