import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { asProblem } from "../../api/problem";
import { useFormat, useLanguage } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import type { JournalSearch } from "../search";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";
import { EntryCards, EntryTable } from "./entries";
import "./journal.css";
import { JournalFilters } from "./journal-filters";
import { toFilter, useJournal } from "./queries";

export function JournalPage() {
  const words = useWords();
  return (
    <Allowed permission="read_journal" title={words.journal.title}>
      <Journal />
    </Allowed>
  );
}

function Journal() {
  const words = useWords();
  const say = words.journal;
  const f = useFormat();
  const { zone } = useLanguage();
  const narrow = useNarrow();
  const search = useSearch({ from: "/journal" });
  const navigate = useNavigate({ from: "/journal" });
  const filter = toFilter(search, zone);
  const query = useJournal(filter);
  const entries = (query.data?.pages ?? []).flatMap((page) => page.items);
  const change = (next: Partial<JournalSearch>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const list = { entries, onNarrow: change };
  return (
    <div className={narrow ? "journal-page" : "journal-page journal-page-fill"}>
      <div className="page-head">
        <h1>{say.title}</h1>
        <p className="quiet small">{say.what}</p>
        <a className="button-link" href="/pocket/seals">
          {say.seals}
        </a>
        <ExportMenu path="/api/journal/export" params={filter} formats={["csv", "xlsx"]} />
      </div>
      <JournalFilters search={search} change={change} />
      {query.isPending && <LoadingPanel rows={8} />}
      {query.isError && !query.data && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {query.data && entries.length === 0 && <EmptyPanel text={say.empty} />}
      {entries.length > 0 && (narrow ? <EntryCards {...list} /> : <EntryTable {...list} />)}
      <div className="table-foot quiet">
        <span className="num" aria-live="polite">
          {query.data && words.units.loaded(f.number(entries.length))}
        </span>
        <span>
          <Button loading={query.isRefetching && !query.isFetchingNextPage} onClick={() => void query.refetch()}>
            {say.refresh}
          </Button>{" "}
          {query.hasNextPage && (
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {words.more}
            </Button>
          )}
        </span>
      </div>
    </div>
  );
}
