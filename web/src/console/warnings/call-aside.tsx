import { Button, Modal } from "antd";
import { useState } from "react";
import type { CallHelper, CallView } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { knockWords } from "../../words/knock";
import { knockDeskWords } from "../../words/knock-desk";
import { useSession } from "../shell/session";
import { HelperForm } from "./helper-form";

/** Who is asked beside the post: to whom the call went, who goes there. */
export function CallAsideLines({ call, now }: { call: CallView; now: number }) {
  const say = usePageWords(knockWords);
  const desk = usePageWords(knockDeskWords);
  const f = useFormat();
  const name = (post: CallHelper | null | undefined) => (post ? [f.name(post.unit?.names ?? {}), f.name(post.title_names)].filter(Boolean).join(" ") : say.handOver.someone);
  const { handover, knock } = call;
  return (
    <>
      {handover && (
        <div className="small num" data-handover>
          {say.handOver.gone(name(handover.to), f.listTime(handover.at, now))} · {handover.called_at == null ? desk.handOver.waits : desk.handOver.called(f.listTime(handover.called_at, now))}
        </div>
      )}
      {knock && (
        <div className="small num" data-knock={knock.state}>
          {desk.line(say.way[knock.way], name(knock.owner), f.listTime(knock.due_at, now))} · <strong>{say.state[knock.state]}</strong>
          {!knock.by_person && ` · ${desk.dark}`}
        </div>
      )}
    </>
  );
}

/** Hand the call over, or send somebody to a post that does not answer. */
export function CallAsideButtons({ call, post }: { call: CallView; post: string }) {
  const say = usePageWords(knockDeskWords);
  const runs = useSession()?.permissions.includes("run_callout") ?? false;
  const [open, setOpen] = useState<"hand" | "knock">();
  if (!call.may_report || call.round_ended || call.state === "ended") return null;
  const close = () => setOpen(undefined);
  return (
    <>
      <Button aria-label={say.handOver.openWhich(post)} onClick={() => setOpen("hand")}>
        {say.handOver.open}
      </Button>
      {runs && call.state !== "on_post" && (
        <Button data-order="knock" aria-label={say.order.openWhich(post)} onClick={() => setOpen("knock")}>
          {say.order.open}
        </Button>
      )}
      <Modal title={open === "knock" ? say.order.title(post) : say.handOver.title(post)} open={open !== undefined} footer={null} destroyOnHidden onCancel={close}>
        {open && <HelperForm call={call} knock={open === "knock"} onClose={close} />}
      </Modal>
    </>
  );
}
