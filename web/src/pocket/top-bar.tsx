import { useState } from "react";
import { useLanguage } from "../ui/language";
import { UnsentBadge } from "./outbox/badge";
import { Link } from "./path";
import { applyUpdate, useUpdateOffered } from "./update";
import { useOnline } from "./use-online";
import { useSystem } from "./use-system";

export function TopBar({ home }: { home: boolean }) {
  const { words, lang, setLang } = useLanguage();
  const online = useOnline();
  const system = useSystem();
  const other = lang === "zh" ? "en" : "zh";
  return (
    <header>
      <div className="bar">
        {home ? (
          <strong>{words.productShort}</strong>
        ) : (
          <Link to="/" className="bar-link">
            ← {words.pocket.home}
          </Link>
        )}
        <button type="button" className="bar-button" lang={other === "zh" ? "zh-CN" : "en"} title={words.language.switchTo} onClick={() => setLang(other)}>
          {words.language.other}
        </button>
      </div>
      {system?.world.kind === "exercise" && <p className="strip strip-exercise">{words.worldExercise}</p>}
      {system?.demo && <p className="strip">{words.demo}</p>}
      <div aria-live="polite">{!online && <p className="strip strip-offline">{words.pocket.offline}</p>}</div>
      <UnsentBadge />
      <UpdateOffer />
    </header>
  );
}

function UpdateOffer() {
  const { words } = useLanguage();
  const offered = useUpdateOffered();
  const [blocked, setBlocked] = useState(false);
  if (!offered) return null;
  const say = words.pocket.update;
  return (
    <div className="strip strip-update" role="status">
      {blocked ? say.blocked : say.ready}
      <button type="button" className="text-button" onClick={() => void applyUpdate().then((done) => setBlocked(!done))}>
        {say.apply}
      </button>
    </div>
  );
}
