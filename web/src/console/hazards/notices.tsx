import { App, Button, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { HazardDetail, NoticeView } from "../../api/types";
import { useFormat, useLanguage } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { useWords } from "../shell/words";
import { NoticeForm } from "./notice-form";
import { useNotices, useWithdrawNotice } from "./notice-queries";

/** The papers about a hazard; nothing is shown where there are none and this person issues none. */
export function Notices({ detail }: { detail: HazardDetail }) {
  const words = useWords();
  const say = words.hazards.notices;
  const [open, setOpen] = useState(false);
  const id = detail.hazard.id;
  const notices = useNotices(id);
  const kind = detail.notice;
  if (!kind && !notices.isError && !notices.data?.length) return null;
  return (
    <section className={notices.data?.length ? "block" : "block no-print"} aria-labelledby="notices-title">
      <h2 id="notices-title">{say.title}</h2>
      {notices.isError && <p role="alert">{say.failed}</p>}
      <ul className="notices">
        {notices.data?.map((notice) => (
          <Line key={notice.id} hazard={id} notice={notice} mayWithdraw={kind === notice.kind} />
        ))}
      </ul>
      {kind && (
        <Button size="large" onClick={() => setOpen(true)}>
          {say.issue[kind]}
        </Button>
      )}
      <Modal title={kind && say.issue[kind]} open={open} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        {kind && <NoticeForm kind={kind} detail={detail} onClose={() => setOpen(false)} />}
      </Modal>
    </section>
  );
}

function Line({ hazard, notice, mayWithdraw }: { hazard: string; notice: NoticeView; mayWithdraw: boolean }) {
  const words = useWords();
  const { lang } = useLanguage();
  const f = useFormat();
  const { modal, message } = App.useApp();
  const withdraw = useWithdrawNotice(hazard);
  const say = words.hazards.notices;
  const issuer = notice.body ?? notice.unit;
  const number = say.number(issuer ? f.name(issuer.names) : "", notice.year, notice.sequence);
  const ask = () =>
    modal.confirm({
      title: `${say.withdraw} ${number}`,
      content: say.withdrawSure,
      okText: say.withdraw,
      cancelText: words.cancel,
      onOk: () => withdraw.mutateAsync(notice.id).catch((error: unknown) => void message.error(problemText(asProblem(error), words))),
    });
  return (
    <li>
      <div>
        <strong>{say.kind[notice.kind]}</strong> <span className="num">{number}</span>
        <div className="quiet small">
          {notice.recipient && say.to(f.name(notice.recipient.names))} · {notice.withdrawn_at == null ? say.until(notice.until) : say.withdrawn(f.dateTime(notice.withdrawn_at))}
        </div>
      </div>
      <div className="notice-buttons">
        <Button href={`/api/notices/${notice.id}/print?lang=${lang}`} target="_blank" rel="noreferrer" aria-label={`${say.print} ${number}`}>
          {say.print}
        </Button>
        {mayWithdraw && notice.withdrawn_at == null && (
          <Button onClick={ask} aria-label={`${say.withdraw} ${number}`}>
            {say.withdraw}
          </Button>
        )}
      </div>
    </li>
  );
}
