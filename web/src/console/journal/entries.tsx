import { Link } from "@tanstack/react-router";
import { Table, type TableColumnType } from "antd";
import { useFormat } from "../../ui/language";
import type { JournalSearch } from "../search";
import { useHeight } from "../shell/use-height";
import { useWords } from "../shell/words";
import { detail, kindWord } from "./entry-words";
import type { Entry } from "./queries";

interface Props {
  entries: Entry[];
  /** Shows only what belongs to one subject or one account. */
  onNarrow: (next: Partial<JournalSearch>) => void;
}

/** What a device tells later than it happened says so. */
const LATE_MS = 60_000;

export function EntryTable({ entries, onNarrow }: Props) {
  const words = useWords();
  const head = words.journal.columns;
  const { ref, height } = useHeight();
  const columns: TableColumnType<Entry>[] = [
    { key: "at", title: head.at, width: 170, render: (_, entry) => <At entry={entry} /> },
    { key: "kind", title: head.kind, width: 180, render: (_, entry) => kindWord(entry.kind, words) },
    { key: "who", title: head.who, width: 250, render: (_, entry) => <Who entry={entry} onNarrow={onNarrow} /> },
    { key: "unit", title: head.unit, width: 160, render: (_, entry) => <Unit entry={entry} /> },
    { key: "subject", title: head.subject, width: 150, render: (_, entry) => <Subject entry={entry} onNarrow={onNarrow} /> },
    {
      key: "detail",
      title: head.detail,
      width: 340,
      render: (_, entry) => (
        <>
          <Cause entry={entry} onNarrow={onNarrow} /> <Detail entry={entry} />
        </>
      ),
    },
  ];
  return (
    <div ref={ref} className="journal-fill">
      {height > 0 && (
        <Table<Entry> virtual size="small" rowKey="seq" columns={columns} dataSource={entries} pagination={false} scroll={{ x: 1250, y: Math.max(160, height - 40) }} />
      )}
    </div>
  );
}

export function EntryCards({ entries, onNarrow }: Props) {
  const words = useWords();
  return (
    <ul className="journal-cards">
      {entries.map((entry) => (
        <li key={entry.seq}>
          <strong>{kindWord(entry.kind, words)}</strong>
          <At entry={entry} />
          <Who entry={entry} onNarrow={onNarrow} />
          <Unit entry={entry} />
          <Subject entry={entry} onNarrow={onNarrow} />
          <Cause entry={entry} onNarrow={onNarrow} />
          <Detail entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function At({ entry }: { entry: Entry }) {
  const say = useWords().journal;
  const f = useFormat();
  return (
    <span className="num">
      <time dateTime={new Date(entry.at).toISOString()}>{f.dateTime(entry.at)}</time>
      {entry.at - entry.happened_at > LATE_MS && <span className="quiet small"> {say.happened(f.dateTime(entry.happened_at))}</span>}
    </span>
  );
}

function Who({ entry, onNarrow }: { entry: Entry; onNarrow: Props["onNarrow"] }) {
  const say = useWords().journal;
  const f = useFormat();
  const post = entry.post && [f.name(entry.post.title), entry.post.unit && f.name(entry.post.unit.names)].filter(Boolean).join(" · ");
  if (!entry.actor) return <span className="quiet">{say.nobody}</span>;
  return (
    <span>
      <button type="button" className="text-button" title={say.byWhich} onClick={() => onNarrow({ actor: entry.actor ?? undefined })}>
        {post || say.by}
      </button>
    </span>
  );
}

function Unit({ entry }: { entry: Entry }) {
  const f = useFormat();
  if (!entry.unit) return null;
  return (
    <Link to="/units" search={{ unit: entry.unit.id }}>
      {f.name(entry.unit.names)}
    </Link>
  );
}

/** A hazard opens; everything else can be followed through the journal. */
function Subject({ entry, onNarrow }: { entry: Entry; onNarrow: Props["onNarrow"] }) {
  const words = useWords();
  const say = words.journal;
  const what = say.subjectKind[entry.subject_kind] ?? entry.subject_kind;
  if (entry.subject_kind === "hazard") {
    return (
      <Link to="/hazards/$id" params={{ id: entry.subject }}>
        {say.hazard}
      </Link>
    );
  }
  return (
    <button type="button" className="text-button" title={say.aboutWhich(what)} onClick={() => onNarrow({ subject: entry.subject })}>
      {what}
    </button>
  );
}

function Detail({ entry }: { entry: Entry }) {
  const words = useWords();
  return (
    <span className="quiet small entry-detail">
      {detail(entry.payload, words).map(([key, value]) => (
        <span key={key}>
          {key} <span className="num">{value}</span>
        </span>
      ))}
    </span>
  );
}

/** The other thing because of which it happened; a hazard opens, everything else can be followed through the journal. */
function Cause({ entry, onNarrow }: { entry: Entry; onNarrow: Props["onNarrow"] }) {
  const say = useWords().journal;
  const { cause, cause_kind: kind } = entry;
  if (cause == null || kind == null) return null;
  const what = say.subjectKind[kind] ?? kind;
  return (
    <span className="small">
      {say.detail["cause"]}{" "}
      {kind === "hazard" ? (
        <Link to="/hazards/$id" params={{ id: cause }}>
          {what}
        </Link>
      ) : (
        <button type="button" className="text-button" title={say.aboutWhich(what)} onClick={() => onNarrow({ subject: cause })}>
          {what}
        </button>
      )}
    </span>
  );
}
