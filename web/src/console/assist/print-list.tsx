import { Button } from "antd";
import { useRef, useState } from "react";
import { useLanguage, usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { BriefDialog } from "../shell/brief-dialog";
import { usePrintList } from "./queries";
import { ReasonForm } from "./reason-form";

/** The list of one building on paper, under a number, while an activation is open. */
export function PrintList({ place }: { place: string }) {
  const say = usePageWords(assistDeskWords).print;
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say.open}
      </Button>
      {open && <PrintDialog place={place} onClose={() => setOpen(false)} />}
    </div>
  );
}

function PrintDialog({ place, onClose }: { place: string; onClose: () => void }) {
  const say = usePageWords(assistDeskWords).print;
  const { lang } = useLanguage();
  const print = usePrintList(lang);
  return (
    <BriefDialog title={say.open} width={860} closable={!print.data} keyboard={!print.data} mask={{ closable: false }} onCancel={onClose}>
      {print.data ? (
        <Sheet html={print.data} onClose={onClose} />
      ) : (
        <ReasonForm say={say} busy={print.isPending} onSend={(reason, refused) => print.mutate({ id: place, reason }, { onError: refused })} onClose={onClose} />
      )}
    </BriefDialog>
  );
}

/** The sheet stands in a frame of its own: it prints alone, and is gone with the dialog. */
function Sheet({ html, onClose }: { html: string; onClose: () => void }) {
  const say = usePageWords(assistDeskWords).print;
  const frame = useRef<HTMLIFrameElement>(null);
  const print = () => frame.current?.contentWindow?.print();
  const shown = () => {
    // A page within a page: of two landmarks of one kind one needs a name.
    frame.current?.contentDocument?.querySelector("main")?.setAttribute("aria-label", say.frame);
    print();
  };
  return (
    <div className="assist-seen">
      <p role="status">{say.sheet}</p>
      <iframe ref={frame} className="assist-sheet" title={say.frame} srcDoc={html} onLoad={shown} />
      <div className="form-buttons">
        <Button size="large" onClick={print}>
          {say.again}
        </Button>
        <Button size="large" type="primary" onClick={onClose}>
          {say.close}
        </Button>
      </div>
    </div>
  );
}
