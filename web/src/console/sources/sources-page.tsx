import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { EmptyPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useFeeds, type Feed } from "../shell/feeds";
import { Read } from "../shell/section";
import { useSession } from "../shell/session";
import { useWords } from "../shell/words";
import { FeedEntries } from "./feed-entries";
import { FeedForm } from "./feed-form";
import { FeedRow } from "./feed-row";
import { Gauges } from "./gauges";
import "../shell/event-list.css";

export function SourcesPage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.sources.title}>
      <Sources />
    </Allowed>
  );
}

function Sources() {
  const say = useWords().sources;
  const may = useSession()?.permissions.includes("manage_warning_sources") ?? false;
  const query = useFeeds();
  const [form, setForm] = useState<Feed | "new">();
  const [entries, setEntries] = useState<Feed>();
  return (
    <div className="warnings-page">
      <div className="page-head">
        <h1>{say.title}</h1>
        <Link to="/warnings">{say.back}</Link>
        <ExportMenu path="/api/warning-feeds/export" formats={["csv", "xlsx"]} />
        {may && (
          <Button type="primary" onClick={() => setForm("new")}>
            {say.add}
          </Button>
        )}
      </div>
      <p className="quiet source-lead">{say.lead}</p>
      <Read query={query}>
        {(feeds) =>
          feeds.length === 0 ? (
            <EmptyPanel text={say.empty} />
          ) : (
            <ul className="warning-list">
              {feeds.map((feed) => (
                <FeedRow key={feed.id} feed={feed} may={may} onChange={() => setForm(feed)} onEntries={() => setEntries(feed)} />
              ))}
            </ul>
          )
        }
      </Read>
      <Gauges may={may} />
      {form && <FeedForm feed={form === "new" ? undefined : form} onClose={() => setForm(undefined)} />}
      {entries && <FeedEntries feed={entries} onClose={() => setEntries(undefined)} />}
    </div>
  );
}
