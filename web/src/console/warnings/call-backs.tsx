import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, data } from "../../api/client";
import type { CallBack, Found } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useSession } from "../shell/session";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { RevealCall } from "./reveal-call";

const FOUND: Found[] = ["there", "not_there", "no_answer"];
const EVERY_MS = 10_000;

/** One confirmation in twenty is called back; whoever does it sees the post, not what it said. */
export function CallBacks({ callout, unit }: { callout: string; unit: string }) {
  const say = useWords().board.callBacks;
  const f = useFormat();
  const query = useQuery({
    queryKey: ["callout", callout, "call-backs", unit],
    refetchInterval: EVERY_MS,
    queryFn: () => data(api.GET("/api/callouts/{id}/call-backs", { params: { path: { id: callout }, query: { unit } } })),
  });
  const board = query.data;
  if (!board || board.total.drawn === 0) return null;
  const rate = (one: typeof board.total) => (one.true_rate == null ? say.nobody : f.percent(one.true_rate, 1));
  return (
    <section className="block" aria-labelledby="call-backs-title">
      <h2 id="call-backs-title">{say.title}</h2>
      <p className="quiet">{say.what}</p>
      <p className="num">{say.total(f.number(board.total.drawn), f.number(board.total.called), rate(board.total))}</p>
      {board.below.length > 0 && (
        <ul className="call-back-rates num">
          {board.below.map((one) => (
            <li key={one.unit.id}>
              {f.name(one.unit.names)} {say.below(f.number(one.called), f.number(one.drawn), rate(one))}
            </li>
          ))}
        </ul>
      )}
      <ul className="call-backs">
        {board.open.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ one }: { one: CallBack }) {
  const words = useWords();
  const say = words.board.callBacks;
  const f = useFormat();
  const tell = useTell();
  const client = useQueryClient();
  const may = useSession()?.permissions.includes("unmask_contact") ?? false;
  const report = useMutation({
    mutationFn: (found: Found) => data(api.POST("/api/calls/{id}/call-back", { params: { path: { id: one.id } }, body: { found } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["callout", one.callout] }),
  });
  const post = [one.above && f.name(one.above.names), f.name(one.unit?.names ?? {}), f.name(one.title_names)].filter(Boolean).join(" · ");
  const send = (found: Found) => report.mutate(found, { onSuccess: () => tell.done(say.done(say.found[found])), onError: tell.failed });
  return (
    <li data-id={one.id}>
      <div className="call-line">
        <div className="call-post">
          <strong>{post}</strong>
        </div>
        <div className="call-buttons">
          {may && <RevealCall id={one.id} post={post} reason={say.reason} />}
          {FOUND.map((found) => (
            <Button key={found} aria-label={`${say.found[found]} ${post}`} disabled={report.isPending} onClick={() => send(found)}>
              {say.found[found]}
            </Button>
          ))}
        </div>
      </div>
    </li>
  );
}
