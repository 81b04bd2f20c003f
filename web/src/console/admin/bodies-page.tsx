import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, Select, Table, type TableColumnType } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { BodyView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useUnitDetail } from "../shell/queries";
import { useNarrow } from "../shell/use-narrow";
import "./admin.css";
import { useBodyPages } from "./queries";
import { useWords } from "../shell/words";

export function BodiesPage() {
  const words = useWords();
  return (
    <Allowed permission="view_hazards" title={words.admin.bodies.title}>
      <Bodies />
    </Allowed>
  );
}

function Bodies() {
  const words = useWords();
  const say = words.admin.bodies;
  const f = useFormat();
  const narrow = useNarrow();
  const { unit, kind } = useSearch({ from: "/bodies" });
  const navigate = useNavigate({ from: "/bodies" });
  const area = useUnitDetail(unit).data?.unit;
  const query = useBodyPages(unit, kind);
  const [text, setText] = useState("");
  const typed = text.trim().toLowerCase();
  const all = (query.data?.pages ?? []).flatMap((page) => page.items);
  const found = all.filter((body) => !typed || `${f.name(body.names)}\n${body.code}`.toLowerCase().includes(typed));
  return (
    <div className="admin-page">
      <div className="page-head">
        <h1>{unit && area ? say.of(f.name(area.names)) : say.all}</h1>
        <Select
          allowClear
          className="admin-kind"
          aria-label={say.kind}
          placeholder={say.allKinds}
          value={kind ?? null}
          options={Object.entries(words.bodyKinds).map(([value, label]) => ({ value, label }))}
          onChange={(next) => void navigate({ search: (old) => ({ ...old, kind: next ?? undefined }), replace: true })}
        />
        <Input allowClear className="admin-find" aria-label={say.find} placeholder={say.find} value={text} onChange={(event) => setText(event.target.value)} />
        <ExportMenu path="/api/bodies/export" params={{ unit, kind }} formats={["csv", "xlsx"]} />
      </div>
      {query.isPending && <LoadingPanel rows={8} />}
      {query.isError && !query.data && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {query.data && found.length === 0 && <EmptyPanel text={say.empty} />}
      {found.length > 0 && (narrow ? <BodyCards bodies={found} /> : <BodyTable bodies={found} />)}
      {query.hasNextPage && (
        <div className="table-foot">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function BodyTable({ bodies }: { bodies: BodyView[] }) {
  const words = useWords();
  const head = words.admin.bodies.columns;
  const f = useFormat();
  const columns: TableColumnType<BodyView>[] = [
    { key: "name", title: head.name, render: (_, body) => <strong>{f.name(body.names)}</strong> },
    { key: "kind", title: head.kind, width: 150, render: (_, body) => words.bodyKinds[body.kind] ?? body.kind },
    { key: "code", title: head.code, width: 170, render: (_, body) => <span className="num">{body.code}</span> },
    { key: "covers", title: head.covers, render: (_, body) => <Covers body={body} /> },
  ];
  return <Table<BodyView> size="small" rowKey="id" columns={columns} dataSource={bodies} pagination={false} scroll={{ x: 800 }} />;
}

function BodyCards({ bodies }: { bodies: BodyView[] }) {
  const words = useWords();
  const f = useFormat();
  return (
    <ul className="cards">
      {bodies.map((body) => (
        <li key={body.id} className="card admin-card">
          <strong>{f.name(body.names)}</strong>
          <span className="quiet">
            {words.bodyKinds[body.kind] ?? body.kind} · <span className="num">{body.code}</span>
          </span>
          <Covers body={body} />
        </li>
      ))}
    </ul>
  );
}

function Covers({ body }: { body: BodyView }) {
  const words = useWords();
  const f = useFormat();
  return (
    <span>
      {body.jurisdiction.map((unit, i) => (
        <span key={unit.id}>
          {i > 0 && words.listSeparator}
          <Link to="/units" search={{ unit: unit.id }}>
            {f.name(unit.names)}
          </Link>
        </span>
      ))}
    </span>
  );
}
