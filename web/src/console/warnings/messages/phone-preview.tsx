import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { MessageConflict, MessagePreview, MessageTemplates, WarningColour } from "../../../api/types";
import { useFormat, useLanguage } from "../../../ui/language";
import { LevelTag } from "../../../ui/level-tag";
import { useWords } from "../../shell/words";

interface Props {
  preview: MessagePreview;
  colour: WarningColour | undefined;
  templates: MessageTemplates;
  /** It is out: how many it would reach is no question any more. */
  published?: boolean;
}

/** The message as people will see it on a phone, in either language, and how many live there. */
export function PhonePreview({ preview, colour, templates, published }: Props) {
  const words = useWords();
  const say = words.publicMessages;
  const f = useFormat();
  const [language, setLanguage] = useState(useLanguage().lang);
  const most = templates.longest[language] ?? 0;
  // A template may go in two parts where a place has a long name; what somebody wrote may not.
  const held = preview.problems.some(({ code }) => code === "message_too_long");
  return (
    <>
      <div className="warning-chips" role="group" aria-label={say.preview.language}>
        {(["zh", "en"] as const).map((one) => (
          <button key={one} type="button" className="warning-chip" aria-pressed={language === one} onClick={() => setLanguage(one)}>
            {say.form[one]}
          </button>
        ))}
      </div>
      {preview.texts.map((text) => {
        const length = text.length[language] ?? 0;
        return (
          <figure key={text.audience} className="phone" lang={language === "zh" ? "zh-CN" : "en"}>
            <figcaption>{say.preview.phone(say.audience[text.audience])}</figcaption>
            <div className="phone-screen">
              {colour && <LevelTag colour={colour} />}
              <p>{text.text[language]}</p>
            </div>
            {!held && length > most && <p className="quiet small">{say.preview.parts}</p>}
            <span className={held && length > most ? "num too-long" : "num quiet"}>{say.preview.length(f.number(length), f.number(most))}</span>
          </figure>
        );
      })}
      {!published && (
        <>
          <p className="quiet num">{say.preview.reach(f.number(preview.population), f.number(preview.households))}</p>
          {preview.uncounted > 0 && <p className="quiet num">{say.preview.uncounted(f.number(preview.uncounted))}</p>}
          <p className="quiet">{say.preview.channels}</p>
        </>
      )}
    </>
  );
}

/** What a text contradicts: the words, the place, and the way out. There is none but to change one of them. */
export function Conflicts({ conflicts, templates }: { conflicts: MessageConflict[]; templates: MessageTemplates }) {
  const words = useWords();
  const say = words.publicMessages.conflict;
  const f = useFormat();
  if (conflicts.length === 0) return null;
  return (
    <ul className="message-conflicts">
      {conflicts.map((one) => {
        const place = f.name(one.place) || say.somewhere(f.name(one.unit?.names ?? {}));
        const what = one.closed ? say.closed : one.severity === "major" ? say.major : say.suspected;
        const advice = templates.advice.find(({ id }) => id === one.advice);
        return (
          <li key={`${one.field} ${one.phrase} ${one.hazard ?? ""} ${one.advice ?? ""}`}>
            {one.phrase ? say.one(one.phrase, place, what) : say.chosen(f.name(advice?.names ?? {}), place, what)}{" "}
            {one.hazard && (
              <Link to="/hazards/$id" params={{ id: one.hazard }}>
                {say.open}
              </Link>
            )}
          </li>
        );
      })}
      <li>{say.how}</li>
    </ul>
  );
}
