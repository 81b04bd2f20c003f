import { Link } from "@tanstack/react-router";
import { Button, Input, Popconfirm, Select } from "antd";
import { useState } from "react";
import type { OralWay, PublicMessage } from "../../../api/types";
import { useSession } from "../../shell/session";
import { useTell } from "../../shell/use-tell";
import { useWords } from "../../shell/words";
import { instant, today } from "../../../words/format";
import { useNow } from "../../../ui/use-now";
import { useSystem } from "../../shell/queries";
import { usePostName } from "./message-page";
import { useApprove, useDeciders, useEnd, useReject, useReview, useSign, useSubmit } from "./queries";

/** What the reader can do with a message as it stands. The server decides; what it would refuse is not offered. */
export function MessageSteps({ message }: { message: PublicMessage }) {
  const words = useWords();
  const say = words.publicMessages.step;
  const may = useSession()?.permissions ?? [];
  const { id, version, state, own } = message;
  const draft = may.includes("draft_public");
  const approve = may.includes("approve_public");
  const ends = message.kind === "cancel" || message.kind === "all_clear";
  return (
    <div className="message-steps">
      {own && (state === "draft" || state === "rejected") && (
        <div className="form-buttons">
          <Link to="/warnings/new" search={{ draft: id }} className="button-link">
            {say.edit}
          </Link>
          {state === "draft" && <SubmitButton id={id} version={version} />}
        </div>
      )}
      {state === "submitted" && own && <p className="quiet">{say.authorWaits}</p>}
      {state === "submitted" && !own && approve && <Decide message={message} />}
      {message.oral?.to_sign && <SignButton id={id} version={version} />}
      {message.glass && !message.verdict && !own && approve && <Review message={message} />}
      {state === "published" && draft && !ends && <End message={message} />}
    </div>
  );
}

function SubmitButton({ id, version }: { id: string; version: number }) {
  const say = useWords().publicMessages.step;
  const tell = useTell();
  const submit = useSubmit();
  return (
    <Button type="primary" size="large" loading={submit.isPending} onClick={() => submit.mutate({ id, version }, { onSuccess: () => tell.done(say.submitted), onError: tell.failed })}>
      {say.submit}
    </Button>
  );
}

function SignButton({ id, version }: { id: string; version: number }) {
  const say = useWords().publicMessages.step;
  const tell = useTell();
  const sign = useSign();
  return (
    <Button type="primary" size="large" loading={sign.isPending} onClick={() => sign.mutate({ id, version }, { onSuccess: () => tell.done(say.signed), onError: tell.failed })}>
      {say.sign}
    </Button>
  );
}

/** Publish or send back; who decided by word of mouth is written down with it. */
function Decide({ message }: { message: PublicMessage }) {
  const words = useWords();
  const say = words.publicMessages;
  const tell = useTell();
  const name = usePostName();
  const now = useNow();
  const zone = useSystem().data?.time_zone ?? "Asia/Shanghai";
  const deciders = useDeciders(message.id, true).data ?? [];
  const [approve, reject] = [useApprove(), useReject()];
  const [posting, setPosting] = useState<string>();
  const [way, setWay] = useState<OralWay>("phone");
  const [time, setTime] = useState("");
  const [note, setNote] = useState("");
  const [lacks, setLacks] = useState(false);
  const { id, version } = message;
  const at = instant(today(now, zone), time, zone);
  const oral = posting ? { posting, way, at: Number.isNaN(at) ? now : at } : null;
  const send = () => approve.mutate({ id, version, oral }, { onSuccess: () => tell.done(say.step.approved), onError: tell.failed });
  const back = () => {
    setLacks(!note.trim());
    if (note.trim()) reject.mutate({ id, version, note: note.trim() }, { onSuccess: () => tell.done(say.step.rejected), onError: tell.failed });
  };
  return (
    <div className="action-form">
      <fieldset className="said">
        <legend>{say.oral.by}</legend>
        <label htmlFor="oral-who">{say.oral.who}</label>
        <Select id="oral-who" allowClear placeholder={say.oral.none} value={posting ?? null} options={deciders.map((post) => ({ value: post.id, label: name(post) }))} onChange={(value: string | null) => setPosting(value ?? undefined)} />
        {posting && (
          <div className="two-fields">
            <div>
              <label htmlFor="oral-way">{say.oral.way}</label>
              <Select id="oral-way" value={way} options={(["phone", "radio", "in_person"] as const).map((one) => ({ value: one, label: say.oral.ways[one] }))} onChange={setWay} />
            </div>
            <div>
              <label htmlFor="oral-at">{say.oral.at}</label>
              <Input id="oral-at" type="time" value={time} onChange={(event) => setTime(event.target.value)} />
            </div>
          </div>
        )}
      </fieldset>
      <label htmlFor="reject-note">{say.step.reason}</label>
      <Input.TextArea id="reject-note" rows={2} maxLength={500} value={note} aria-invalid={lacks} aria-describedby="reject-need" onChange={(event) => setNote(event.target.value)} />
      <span id="reject-need" role="status">
        {lacks && say.step.needReason}
      </span>
      <div className="form-buttons">
        <Button size="large" loading={reject.isPending} onClick={back}>
          {say.step.reject}
        </Button>
        <Popconfirm title={say.step.approveSure} okText={say.step.approve} cancelText={words.cancel} onConfirm={send}>
          <Button type="primary" size="large" loading={approve.isPending}>
            {say.step.approve}
          </Button>
        </Popconfirm>
      </div>
    </div>
  );
}

function Review({ message }: { message: PublicMessage }) {
  const say = useWords().publicMessages.step;
  const tell = useTell();
  const review = useReview();
  const [note, setNote] = useState("");
  const [lacks, setLacks] = useState(false);
  const { id, version } = message;
  const judge = (verdict: "justified" | "unjustified") => {
    const needed = verdict === "unjustified" && !note.trim();
    setLacks(needed);
    if (!needed) review.mutate({ id, version, verdict, note: note.trim() }, { onSuccess: () => tell.done(say.reviewed), onError: tell.failed });
  };
  return (
    <fieldset className="said action-form">
      <legend>{say.review}</legend>
      <label htmlFor="review-note">{say.note}</label>
      <Input.TextArea id="review-note" rows={2} maxLength={500} value={note} aria-invalid={lacks} aria-describedby="review-need" onChange={(event) => setNote(event.target.value)} />
      <span id="review-need" role="status">
        {lacks && say.needReason}
      </span>
      <div className="form-buttons">
        <Button size="large" loading={review.isPending} onClick={() => judge("unjustified")}>
          {say.unjustified}
        </Button>
        <Button size="large" type="primary" loading={review.isPending} onClick={() => judge("justified")}>
          {say.justified}
        </Button>
      </div>
    </fieldset>
  );
}

function End({ message }: { message: PublicMessage }) {
  const words = useWords();
  const say = words.publicMessages.step;
  const tell = useTell();
  const end = useEnd();
  const ask = (kind: "cancel" | "all_clear") => () => end.mutate({ id: message.id, kind }, { onSuccess: () => tell.done(say.endSubmitted), onError: tell.failed });
  return (
    <div className="form-buttons">
      {message.kind !== "forward" && (
        <Link to="/warnings/new" search={{ about: message.id }} className="button-link">
          {say.replace}
        </Link>
      )}
      <Popconfirm title={say.cancelSure} okText={say.cancel} cancelText={words.close} onConfirm={ask("cancel")}>
        <Button size="large" loading={end.isPending}>
          {say.cancel}
        </Button>
      </Popconfirm>
      <Popconfirm title={say.allClearSure} okText={say.allClear} cancelText={words.close} onConfirm={ask("all_clear")}>
        <Button size="large" loading={end.isPending}>
          {say.allClear}
        </Button>
      </Popconfirm>
    </div>
  );
}
