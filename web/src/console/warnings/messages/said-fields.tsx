import { Button, Input, Select } from "antd";
import type { Audience, MessageConflict, MessageTemplates } from "../../../api/types";
import { useWords } from "../../shell/words";
import { AUDIENCES, templateFor, withTemplates, type Form } from "./form";
import { Conflicts } from "./phone-preview";

interface Props {
  form: Form;
  templates: MessageTemplates;
  conflicts: MessageConflict[];
  onChange: (form: Form) => void;
}

/** What to do, for each group and in both languages; what contradicts stands at the text that says it. */
export function SaidFields({ form, templates, conflicts, onChange }: Props) {
  const words = useWords();
  const say = words.publicMessages;
  const rest = AUDIENCES.filter((audience) => !form.said.some((said) => said.audience === audience));
  const set = (audience: Audience, change: { zh?: string; en?: string }) =>
    onChange({ ...form, said: form.said.map((said) => (said.audience === audience ? { ...said, ...change } : said)) });
  const add = (audience: Audience) => onChange(withTemplates({ ...form, said: [...form.said, { audience, zh: "", en: "" }] }, templates));
  return (
    <fieldset id="message-said" className="said" tabIndex={-1}>
      <legend>{say.form.said}</legend>
      <p className="quiet small">{say.form.saidHint}</p>
      {form.said.map(({ audience, zh, en }) => {
        const template = templateFor(form, audience, templates);
        const against = (language: string) => conflicts.filter(({ field }) => field === `said/${audience}/${language}`);
        return (
          <div key={audience} className="said-one">
            <div className="said-head">
              <strong>{say.audience[audience]}</strong>
              {template && (
                <Button size="small" onClick={() => set(audience, { zh: template.action["zh"] ?? "", en: template.action["en"] ?? "" })}>
                  {say.form.useTemplate}
                </Button>
              )}
              {form.said.length > 1 && (
                <Button size="small" aria-label={say.form.removeAudience(say.audience[audience])} onClick={() => onChange({ ...form, said: form.said.filter((said) => said.audience !== audience) })}>
                  ×
                </Button>
              )}
            </div>
            {(["zh", "en"] as const).map((language) => (
              <div key={language}>
                <label htmlFor={`said-${audience}-${language}`}>{say.form[language]}</label>
                <Input.TextArea
                  id={`said-${audience}-${language}`}
                  lang={language === "zh" ? "zh-CN" : "en"}
                  autoSize={{ minRows: 1, maxRows: 4 }}
                  maxLength={300}
                  value={language === "zh" ? zh : en}
                  aria-invalid={against(language).length > 0}
                  aria-describedby={`said-${audience}-${language}-against`}
                  onChange={(event) => set(audience, { [language]: event.target.value.replace(/\n/g, " ") })}
                />
                <div id={`said-${audience}-${language}-against`} role="status">
                  <Conflicts conflicts={against(language)} templates={templates} />
                </div>
              </div>
            ))}
          </div>
        );
      })}
      {rest.length > 0 && (
        <Select
          aria-label={say.form.addAudience}
          placeholder={say.form.addAudience}
          value={null}
          options={rest.map((audience) => ({ value: audience, label: say.audience[audience] }))}
          onChange={(audience: Audience | null) => audience && add(audience)}
        />
      )}
    </fieldset>
  );
}
