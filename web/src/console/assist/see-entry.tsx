import { Button } from "antd";
import { AssistFacts } from "../../ui/assist-facts";
import { usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { BriefDialog } from "../shell/brief-dialog";
import { useWords } from "../shell/words";
import { useSee } from "./queries";
import { ReasonForm } from "./reason-form";

/** What one entry says, until the dialog closes. */
export function SeeEntry({ id, which, onClose }: { id: string; which: string; onClose: () => void }) {
  const words = useWords();
  const say = usePageWords(assistDeskWords).see;
  const see = useSee();
  return (
    <BriefDialog title={which} onCancel={onClose}>
      {see.data ? (
        <div role="status" className="assist-seen">
          <AssistFacts entry={see.data} className="facts" />
          <p className="quiet">{say.once}</p>
          <div className="form-buttons">
            <Button size="large" onClick={onClose}>
              {words.close}
            </Button>
          </div>
        </div>
      ) : (
        <ReasonForm say={say} busy={see.isPending} onSend={(reason, refused) => see.mutate({ id, reason }, { onError: refused })} onClose={onClose} />
      )}
    </BriefDialog>
  );
}
