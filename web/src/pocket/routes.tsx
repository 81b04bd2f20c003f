import { useEffect, useState } from "react";
import { api, data } from "../api/client";
import type { System } from "../api/types";
import { useLanguage } from "../ui/language";
import { FollowPage } from "./follow/follow-page";
import { CheckNoticePage } from "./check-notice-page";
import { HomePage } from "./home/home-page";
import { Link, usePath } from "./path";
import { ReportPage } from "./report/report-page";
import { useOnline } from "./use-online";

export function Pocket() {
  const { words } = useLanguage();
  const path = usePath();
  const page = path === "/report" ? <ReportPage /> : path === "/follow" ? <FollowPage /> : path === "/check" ? <CheckNoticePage /> : <HomePage />;
  useEffect(() => {
    document.title = words.pocket.title;
  }, [words]);
  return (
    <>
      <TopBar home={path === "/"} />
      <main>{page}</main>
    </>
  );
}

function TopBar({ home }: { home: boolean }) {
  const { words, lang, setLang, setZone } = useLanguage();
  const online = useOnline();
  const [system, setSystem] = useState<System>();
  useEffect(() => {
    // Without it the page still works; only the banner and the zone are missing.
    data(api.GET("/api/system"))
      .then((answer) => {
        setSystem(answer);
        setZone(answer.time_zone);
      })
      .catch(() => undefined);
  }, [setZone]);
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
    </header>
  );
}
