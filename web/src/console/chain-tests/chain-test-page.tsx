import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import { useFormat, usePageWords } from "../../ui/language";
import { PlainTable } from "../../ui/plain-table";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNow } from "../../ui/use-now";
import { chainWords } from "../../words/chain";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useWords } from "../shell/words";
import { Reveal } from "../shell/reveal";
import { useChainTests, useTestedPosts, type ChainTest, type TestedPost } from "./queries";
import { Standing, stateOf } from "./test-row";
import { Ways } from "./ways";
import "../shell/event-list.css";
import "./chain-tests.css";

export function ChainTestPage() {
  return (
    <Allowed permission="run_callout" title={usePageWords(chainWords).title}>
      <One />
    </Allowed>
  );
}

function One() {
  const words = useWords();
  const { id } = useParams({ from: "/chain-tests/$id" });
  const list = useChainTests();
  const title = usePageWords(chainWords).title;
  const test = list.data?.items.find((one) => one.id === id);
  if (test) return <Posts test={test} />;
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && <EmptyPanel text={words.problem.code.not_found ?? ""} />}
    </>
  );
}

function Posts({ test }: { test: ChainTest }) {
  const words = useWords();
  const say = usePageWords(chainWords);
  const f = useFormat();
  const now = useNow();
  const [lacking, setLacking] = useState(true);
  const list = useTestedPosts(test.id, lacking, test.ended_at == null);
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <div className="chain-test-page">
      <div className="page-head">
        <Link to="/chain-tests">← {say.back}</Link>
        <h1>
          {f.name(test.seen.names)} · {say.begun(f.listTime(test.begun_at, now))}
        </h1>
        <div className="warning-chips" role="group" aria-label={say.list}>
          {[true, false].map((only) => (
            <button key={String(only)} type="button" className="warning-chip" aria-pressed={lacking === only} onClick={() => setLacking(only)}>
              {only ? say.show.lacking : say.show.all}
            </button>
          ))}
        </div>
        <ExportMenu path={`/api/chain-tests/${test.id}/posts/export`} params={lacking ? { lacking: true } : {}} formats={["csv", "xlsx"]} />
      </div>
      <p className="warning-line">
        <Standing test={test} />
        <span className="quiet">{stateOf(test, say, f)}</span>
      </p>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={test.posts === 0 ? say.noPosts : say.noLacking} />}
      {rows.length > 0 && (
        <PlainTable
          label={say.list}
          heads={[say.heads.unit, say.heads.post, say.heads.ways]}
          rows={rows.map((post) => ({
            key: post.id,
            cells: [f.name(post.unit?.names ?? {}), { of: <Post post={post} /> }, { of: <Ways post={post} /> }],
          }))}
        />
      )}
      {list.hasNextPage && (
        <div className="table-foot quiet">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function Post({ post }: { post: TestedPost }) {
  const say = usePageWords(chainWords);
  const f = useFormat();
  const which = `${f.name(post.unit?.names ?? {})} ${f.name(post.title_names)}`;
  const ask = (reason: string) => data(api.POST("/api/chain-test-posts/{id}/reveal", { params: { path: { id: post.id } }, body: { reason } }));
  return (
    <div className="chain-post">
      {f.name(post.title_names)}
      <Reveal post={which} ask={ask} say={{ open: say.reveal, openWhich: say.revealWhich(which), what: say.revealWhat, hint: say.revealReason }} />
    </div>
  );
}
