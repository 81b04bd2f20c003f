import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useRef, useState } from "react";
import { api, data } from "../../api/client";
import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useWarningEvents } from "./live";
import { useSession } from "./session";
import { useWords } from "./words";

/** Warnings change later on, too; only what has just come in is new, ms. */
const NEW_MS = 10 * 60_000;

/** A red warning that comes in is the one thing that breaks into whatever somebody is doing. */
export function NewRed() {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  const may = useSession()?.permissions.includes("view_warnings") ?? false;
  const told = useRef(new Set<string>());
  const [news, setNews] = useState<WarningView>();
  useWarningEvents((id) => {
    if (!may || told.current.has(id)) return;
    data(api.GET("/api/warnings/{id}", { params: { path: { id } } }))
      .then((warning) => {
        if (told.current.has(id) || !isNewRed(warning, Date.now())) return;
        told.current.add(id);
        setNews(warning);
      })
      // The list shows it as well; without an answer there is nothing to say here.
      .catch(() => undefined);
  });
  return (
    <div aria-live="assertive">
      {news && (
        <div className="banner banner-red">
          <LevelTag colour="red" />
          {news.status === "exercise" && <strong>{words.calls.mark["exercise"]}</strong>}
          <strong>{words.calls.newRed(f.name(news.headline))}</strong>
          <Link to="/warnings/$id" params={{ id: news.id }} onClick={() => setNews(undefined)}>
            {say.newRedSee}
          </Link>
          <Button size="small" onClick={() => setNews(undefined)}>
            {say.dismiss}
          </Button>
        </div>
      )}
    </div>
  );
}

function isNewRed({ colour, status, message, ended, received_at }: WarningView, now: number): boolean {
  return colour === "red" && (status === "actual" || status === "exercise") && (message === "alert" || message === "update") && ended == null && now - received_at < NEW_MS;
}
