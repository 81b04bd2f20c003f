import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, InputNumber, Popconfirm, Radio, Select } from "antd";
import { useState } from "react";
import { asProblem } from "../../../api/problem";
import type { MessageTemplates, PublicMessage, WarningView } from "../../../api/types";
import { uuid7 } from "../../../api/uuid7";
import { ErrorSummary } from "../../../ui/error-summary";
import { useFormat } from "../../../ui/language";
import { LoadingPanel, problemText, ProblemPanel } from "../../../ui/state-panel";
import { useNow } from "../../../ui/use-now";
import { Allowed } from "../../shell/allowed";
import { useSession } from "../../shell/session";
import { useDebounced } from "../../shell/use-debounced";
import { useTell } from "../../shell/use-tell";
import { useWords } from "../../shell/words";
import { useWarnings } from "../queries";
import { COLOURS, contentOf, emptyForm, expiresAt, formOf, forwarding, missing, withTemplates, type Form } from "./form";
import { Conflicts, PhonePreview } from "./phone-preview";
import { useGlass, useMessage, usePreview, useSave, useSubmit, useTemplates } from "./queries";
import { SaidFields } from "./said-fields";
import { UnitField } from "./unit-field";
import "../../shell/event-list.css";
import "./public-messages.css";

export function NewMessagePage() {
  const words = useWords();
  return (
    <Allowed permission="draft_public" title={words.publicMessages.write}>
      <Loaded />
    </Allowed>
  );
}

/** The form begins when everything that it begins with is there. */
function Loaded() {
  const words = useWords();
  const { warning, draft, about } = useSearch({ from: "/warnings/new" });
  const templates = useTemplates();
  const list = useWarnings(true);
  const message = useMessage(draft ?? about);
  const now = useNow();
  const failed = [templates, list, message].find((query) => query.isError && !query.data);
  const warnings = list.data?.pages.flatMap((page) => page.items);
  if (failed) return <ProblemPanel problem={asProblem(failed.error)} retry={() => void failed.refetch()} />;
  if (!templates.data || !warnings || ((draft ?? about) !== undefined && !message.data)) return <LoadingPanel rows={8} />;
  const meant = warnings.filter((one) => one.status === "actual" || one.status === "exercise").filter((one) => one.message === "alert" || one.message === "update");
  const chosen = meant.find((one) => one.id === warning);
  const first = message.data ? formOf(message.data, now) : chosen ? forwarding(emptyForm(), chosen, templates.data) : emptyForm();
  return (
    <article className="message-page">
      <Link to="/warnings/messages" className="back-link">
        ← {words.publicMessages.back}
      </Link>
      <h1>{words.publicMessages.write}</h1>
      <MessageForm key={`${warning ?? ""} ${draft ?? ""} ${about ?? ""}`} first={first} draft={draft ? message.data : undefined} about={about} warnings={meant} templates={templates.data} />
    </article>
  );
}

interface Props {
  first: Form;
  draft: PublicMessage | undefined;
  about: string | undefined;
  warnings: WarningView[];
  templates: MessageTemplates;
}

function MessageForm({ first, draft, about, warnings, templates }: Props) {
  const words = useWords();
  const say = words.publicMessages;
  const f = useFormat();
  const tell = useTell();
  const navigate = useNavigate();
  const now = useNow();
  const may = useSession()?.permissions ?? [];
  const [form, setForm] = useState(first);
  const [kept, setKept] = useState<{ id: string; version: number | undefined }>(() => ({ id: draft?.id ?? uuid7(), version: draft?.version }));
  const [tried, setTried] = useState(false);
  const [save, submit, glass] = [useSave(), useSubmit(), useGlass()];
  const warning = warnings.find(({ id }) => id === form.warning);
  // Full minutes: a preview is not asked anew each second.
  const minute = Math.floor(now / 60_000) * 60_000;
  const replaces = about ?? draft?.content.about ?? undefined;
  const content = contentOf(form, expiresAt(form, minute, warning), replaces);
  const lacks = missing(form);
  const ready = useDebounced(lacks.length === 0 ? JSON.stringify(content) : "");
  const preview = usePreview(form.kind, ready ? (JSON.parse(ready) as typeof content) : undefined);
  const shown = lacks.length === 0 ? preview.data : undefined;
  const conflicts = shown?.conflicts ?? [];
  const busy = save.isPending || submit.isPending || glass.isPending;

  const change = (next: Form) => setForm(next);
  const toMessage = (id: string) => void navigate({ to: "/warnings/messages/$id", params: { id } });
  const keep = async () => {
    const saved = await save.mutateAsync({ ...kept, kind: form.kind, content });
    setKept({ id: saved.id, version: saved.version });
    return saved;
  };
  const act = async (hand: boolean) => {
    setTried(true);
    if (lacks.length > 0 || conflicts.length > 0) return;
    try {
      const saved = await keep();
      if (hand) await submit.mutateAsync({ id: saved.id, version: saved.version });
      tell.done(hand ? say.step.submitted : say.step.saved);
      toMessage(saved.id);
    } catch (error) {
      tell.failed(error);
    }
  };
  const breakGlass = async () => {
    try {
      const sent = await glass.mutateAsync({ id: uuid7(), content });
      tell.done(say.step.glassed);
      toMessage(sent.id);
    } catch (error) {
      tell.failed(error);
    }
  };

  const problems = (shown?.problems ?? []).map(({ field, code, detail }) => ({ field: FIELD[field] ?? "message-said", text: words.problem.code[code] ?? detail }));
  const errors = [
    ...lacks.map((one) => ({ field: LACKS[one], text: say.need[one] })),
    ...problems,
    ...(conflicts.length > 0 ? [{ field: "message-said", text: say.conflict.title }] : []),
  ];
  const kinds = (["forward", "risk_notice", "own_warning"] as const).filter((kind) => kind !== "own_warning" || templates.own_warnings);
  return (
    <div className="message-columns">
      <form className="action-form" noValidate onSubmit={(event) => (event.preventDefault(), void act(true))}>
        <ErrorSummary title={say.problem} errors={tried ? errors : []} />
        <span id="message-kind-label" className="field-label">
          {say.form.kind}
        </span>
        <Radio.Group id="message-kind" aria-labelledby="message-kind-label" disabled={kept.version !== undefined} value={form.kind} onChange={(event) => change({ ...form, kind: event.target.value })}>
          {kinds.map((kind) => (
            <Radio key={kind} value={kind}>
              {say.kind[kind]} <span className="quiet small">{say.form.kindHint[kind]}</span>
            </Radio>
          ))}
        </Radio.Group>
        {form.kind === "forward" && (
          <>
            <label htmlFor="message-warning">{say.form.warning}</label>
            {warnings.length === 0 ? (
              <p className="quiet">{say.form.noWarnings}</p>
            ) : (
              <Select
                id="message-warning"
                value={form.warning ?? null}
                options={warnings.map((one) => ({ value: one.id, label: `${f.name(one.headline)} · ${one.issuer ?? words.calls.noIssuer} ${f.listTime(one.sent_at, now)}` }))}
                onChange={(id: string | null) => {
                  const found = warnings.find((one) => one.id === id);
                  if (found) change(forwarding(form, found, templates));
                }}
              />
            )}
          </>
        )}
        <div className="two-fields">
          <div>
            <label htmlFor="message-hazard">{say.form.hazard}</label>
            <Select
              id="message-hazard"
              disabled={form.kind === "forward"}
              value={form.hazard}
              options={templates.hazards.map(({ id, names }) => ({ value: id, label: f.name(names) }))}
              onChange={(hazard) => change(withTemplates({ ...form, hazard }, templates))}
            />
          </div>
          <div>
            <label htmlFor="message-colour">{say.form.colour}</label>
            <Select
              id="message-colour"
              disabled={form.kind === "forward"}
              value={form.colour ?? ""}
              options={[...(form.kind === "own_warning" ? [] : [{ value: "", label: say.form.noColour }]), ...COLOURS.map((one) => ({ value: one as string, label: words.calls.level[one] }))]}
              onChange={(colour) => change(withTemplates({ ...form, colour: COLOURS.find((one) => one === colour) }, templates))}
            />
          </div>
          <div>
            <label htmlFor="message-until">{say.form.until}</label>
            <InputNumber id="message-until" min={1} max={72} value={form.hours} onChange={(hours) => change({ ...form, hours: hours ?? 0 })} />
            {content.expires_at === warning?.expires_at && <span className="quiet small">{say.form.capped(f.listTime(content.expires_at, now))}</span>}
          </div>
        </div>
        <UnitField units={form.units} onChange={(units) => change({ ...form, units })} />
        <SaidFields form={form} templates={templates} conflicts={conflicts} onChange={change} />
        <label htmlFor="message-advice">{say.form.advice}</label>
        <Select
          id="message-advice"
          mode="multiple"
          value={form.advice}
          options={templates.advice.map(({ id, names }) => ({ value: id, label: f.name(names) }))}
          onChange={(advice) => change({ ...form, advice })}
        />
        <Conflicts conflicts={conflicts.filter(({ field }) => field === "advice")} templates={templates} />
        <fieldset className="said">
          <legend>{say.form.detail}</legend>
          {(["zh", "en"] as const).map((language) => (
            <div key={language}>
              <label htmlFor={`message-detail-${language}`}>{say.form[language]}</label>
              <Input.TextArea id={`message-detail-${language}`} lang={language === "zh" ? "zh-CN" : "en"} rows={2} maxLength={1000} value={form[language]} onChange={(event) => change({ ...form, [language]: event.target.value })} />
              <Conflicts conflicts={conflicts.filter(({ field }) => field === `detail/${language}`)} templates={templates} />
            </div>
          ))}
        </fieldset>
        <div className="form-buttons">
          {may.includes("break_glass") && shown?.break_glass && conflicts.length === 0 && (
            <Popconfirm title={say.step.glassSure} okText={say.step.glass} cancelText={words.cancel} onConfirm={() => void breakGlass()}>
              <Button size="large" loading={glass.isPending} disabled={busy}>
                {say.step.glass}
              </Button>
            </Popconfirm>
          )}
          <Button size="large" disabled={busy} onClick={() => void act(false)}>
            {say.step.save}
          </Button>
          <Button size="large" type="primary" htmlType="submit" loading={busy}>
            {say.step.submit}
          </Button>
        </div>
      </form>
      <section className="message-preview" aria-labelledby="preview-title">
        <h2 id="preview-title">{say.preview.title}</h2>
        {shown ? (
          <PhonePreview preview={shown} colour={form.colour} templates={templates} />
        ) : preview.isError && ready ? (
          <p role="alert">{problemText(asProblem(preview.error), words)}</p>
        ) : (
          <p className="quiet">{ready ? say.preview.busy : say.preview.waiting}</p>
        )}
        {conflicts.length > 0 && (
          <p className="too-long" role="alert">
            {say.conflict.title}
          </p>
        )}
      </section>
    </div>
  );
}

const LACKS = { units: "message-units", warning: "message-warning", said: "message-said", until: "message-until" };

/** Where the field of a problem stands in the form. */
const FIELD: Record<string, string> = {
  units: "message-units",
  warning: "message-warning",
  hazard: "message-hazard",
  colour: "message-colour",
  expires_at: "message-until",
  advice: "message-advice",
  detail: "message-detail-zh",
  kind: "message-kind",
};
