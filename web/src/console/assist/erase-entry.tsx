import { usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { BriefDialog } from "../shell/brief-dialog";
import { useTell } from "../shell/use-tell";
import { useErase } from "./queries";
import { ReasonForm } from "./reason-form";

/** Deletes an entry that is wrong. */
export function EraseEntry({ id, which, onClose }: { id: string; which: string; onClose: () => void }) {
  const say = usePageWords(assistDeskWords).erase;
  const tell = useTell();
  const erase = useErase();
  const send = (reason: string, refused: (error: unknown) => void) =>
    erase.mutate(
      { id, reason },
      {
        onSuccess: () => {
          tell.done(say.done);
          onClose();
        },
        onError: refused,
      },
    );
  return (
    <BriefDialog title={say.openWhich(which)} onCancel={onClose}>
      <ReasonForm say={say} busy={erase.isPending} onSend={send} onClose={onClose} />
    </BriefDialog>
  );
}
