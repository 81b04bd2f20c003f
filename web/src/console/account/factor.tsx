import { App, Button } from "antd";
import { useState } from "react";
import { Read, Section } from "../shell/section";
import { useTell } from "../shell/use-tell";
import { FactorDialog } from "./factor-dialog";
import { useEnrolFactor, useRemoveFactor, useSessions } from "./queries";
import { useWords } from "../shell/words";

/** A confirmed factor ends every session that began without it: whether this one has it says whether there is one. */
export function Factor() {
  const words = useWords();
  const say = words.account.factor;
  const { modal } = App.useApp();
  const tell = useTell();
  const sessions = useSessions();
  const enrol = useEnrolFactor();
  const remove = useRemoveFactor();
  const [open, setOpen] = useState(false);
  const begin = () => enrol.mutate(undefined, { onSuccess: () => setOpen(true), onError: tell.failed });
  const askRemove = () =>
    modal.confirm({
      title: say.remove,
      content: say.removeSure,
      okText: say.remove,
      cancelText: words.cancel,
      onOk: () => remove.mutate(undefined, { onSuccess: () => tell.done(say.removed), onError: tell.failed }),
    });
  return (
    <Section id="factor" title={say.title}>
      <Read query={sessions}>
        {(items) =>
          items.some((item) => item.current && item.second_factor) ? (
            <>
              <p>{say.on}</p>
              <Button loading={remove.isPending} onClick={askRemove}>
                {say.remove}
              </Button>
            </>
          ) : (
            <>
              <p>{say.off}</p>
              <Button type="primary" loading={enrol.isPending} onClick={begin}>
                {say.set}
              </Button>
            </>
          )
        }
      </Read>
      <FactorDialog open={open} enrolment={enrol.data} onClose={() => setOpen(false)} />
    </Section>
  );
}
