import { Button, Modal, Select } from "antd";
import { useState } from "react";
import type { HarmView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useRelate } from "./queries";

/** Says that another report tells of the same incident, and which one counts. */
export function RelateDialog({ report, all }: { report: HarmView; all: HarmView[] }) {
  const words = useWords();
  const say = words.harmDesk;
  const f = useFormat();
  const tell = useTell();
  const relate = useRelate();
  const [open, setOpen] = useState(false);
  const [master, setMaster] = useState<string>();
  // One that counts for nothing itself can stand for no other.
  const others = all.filter((other) => other.id !== report.id && !other.master);
  if (others.length === 0) return null;
  const send = () => {
    if (!master) return;
    relate.mutate(
      { id: report.id, master },
      {
        onSuccess: () => {
          tell.done(say.related);
          setOpen(false);
        },
        onError: tell.failed,
      },
    );
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say.relate}</Button>
      <Modal title={say.relateTitle} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        <div className="action-form">
          <p>{say.relateHint}</p>
          <label htmlFor="relate-master">{say.relateTitle}</label>
          <Select
            id="relate-master"
            size="large"
            value={master ?? null}
            options={others.map((other) => ({
              value: other.id,
              label: `${words.harm.kind[other.kind]} · ${f.name(other.unit?.names ?? {})} · ${f.dateTime(other.recorded_at)}`,
            }))}
            onChange={(next) => setMaster(next ?? undefined)}
          />
          <div className="form-buttons">
            <Button size="large" type="primary" disabled={!master} loading={relate.isPending} onClick={send}>
              {say.save}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
