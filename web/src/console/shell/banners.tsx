import { Button, Modal } from "antd";
import { useState } from "react";
import { useFormat, useLanguage } from "../../ui/language";
import { useLiveState } from "./live";
import { useSystem } from "./queries";
import { useSession } from "./session";
import { useWords } from "./words";

/** A reader must never mistake demo or exercise data for the real world, nor old data for current. */
export function Banners({ wall = false }: { wall?: boolean }) {
  const words = useWords();
  const { lang } = useLanguage();
  const system = useSystem().data;
  const [open, setOpen] = useState(false);
  const notices = system?.notices ?? [];
  return (
    <section aria-label={words.noticeTitle}>
      {system?.held && <div className="banner banner-stale">{words.held}</div>}
      {system?.world.kind === "exercise" && <div className="banner banner-exercise">{words.worldExercise}</div>}
      {(system?.demo || notices.length > 0) && (
        <div className="banner banner-demo">
          {system?.demo && <strong>{words.demo}</strong>}
          {notices[0] && <span className="banner-text">{notices[0][lang]}</span>}
          {notices.length > 0 && !wall && (
            <Button type="link" size="small" onClick={() => setOpen(true)}>
              {words.noticeMore(notices.length)}
            </Button>
          )}
        </div>
      )}
      <StaleBar />
      <Modal title={words.noticeTitle} open={open} onCancel={() => setOpen(false)} footer={null} destroyOnHidden>
        <ul className="notices">
          {notices.map((notice) => (
            <li key={notice.zh}>{notice[lang]}</li>
          ))}
        </ul>
      </Modal>
    </section>
  );
}

function StaleBar() {
  const words = useWords();
  const f = useFormat();
  const session = useSession();
  const live = useLiveState();
  const stale = Boolean(session) && live.status === "lost";
  return (
    <div aria-live="polite">
      {stale && (
        <div className="banner banner-stale">
          <strong className="num">{words.live.stale(f.time(live.currentAt))}</strong>
          <span className="banner-text">{words.live.staleWhat}</span>
        </div>
      )}
    </div>
  );
}
