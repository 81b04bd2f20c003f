import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { CallView, KnockWay } from "../../api/types";
import { ErrorSummary, type FieldError } from "../../ui/error-summary";
import { useFormat, usePageWords } from "../../ui/language";
import { LoadingPanel, problemText, ProblemPanel } from "../../ui/state-panel";
import { useCommandKey } from "../../ui/use-command-key";
import { knockWords } from "../../words/knock";
import { knockDeskWords } from "../../words/knock-desk";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";

const WAYS: KnockWay[] = ["knock", "radio"];
const MINUTES = [5, 10, 15, 30, 60];
const USUAL_MINUTES = 15;

/** Which other post, and for a knock how and until when. */
export function HelperForm({ call, knock, onClose }: { call: CallView; knock: boolean; onClose: () => void }) {
  const words = useWords();
  const say = usePageWords(knockWords);
  const desk = usePageWords(knockDeskWords);
  const f = useFormat();
  const tell = useTell();
  const client = useQueryClient();
  const keyOf = useCommandKey();
  const path = { id: call.id };
  const helpers = useQuery({
    queryKey: ["callout", call.callout, "helpers", call.id],
    queryFn: () => data(api.GET("/api/calls/{id}/helpers", { params: { path } })),
  });
  const [post, setPost] = useState<string>();
  const [way, setWay] = useState<KnockWay>("knock");
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const send = useMutation({
    mutationFn: async (post: string) => {
      const order = { post, way, minutes };
      const header = { "Idempotency-Key": keyOf(knock ? order : { post }) };
      if (knock) await data(api.POST("/api/calls/{id}/knock", { params: { path, header }, body: order }));
      else await data(api.POST("/api/calls/{id}/handover", { params: { path, header }, body: { post } }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["callout", call.callout] }),
  });
  if (helpers.isPending) return <LoadingPanel rows={3} />;
  if (helpers.isError) return <ProblemPanel problem={asProblem(helpers.error)} retry={() => void helpers.refetch()} />;
  const { items } = helpers.data;
  if (items.length === 0) return <p>{say.none}</p>;
  const name = (one: (typeof items)[number]) => [f.name(one.unit?.names ?? {}), f.name(one.title_names)].filter(Boolean).join(" ");
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const chosen = items.find(({ id }) => id === post);
    const wrong = (text: string) => setErrors([{ field: "helper-0", text }]);
    if (!chosen) return wrong(desk.whoNeed);
    setErrors([]);
    send.mutate(chosen.id, {
      onSuccess: () => {
        tell.done(knock ? desk.order.done(name(chosen)) : desk.handOver.done(name(chosen)));
        onClose();
      },
      onError: (error) => wrong(problemText(asProblem(error), words)),
    });
  };
  return (
    <form className="action-form" noValidate onSubmit={submit}>
      <p>{knock ? desk.order.what : say.handOver.what}</p>
      <ErrorSummary title={words.problem.title} errors={errors} />
      <fieldset className="helper-choice">
        <legend>{desk.who}</legend>
        {items.map((one, i) => (
          <label key={one.id}>
            <input id={`helper-${i}`} type="radio" name="helper" checked={post === one.id} onChange={() => setPost(one.id)} /> {name(one)}
          </label>
        ))}
      </fieldset>
      {knock && (
        <>
          <fieldset className="helper-choice">
            <legend>{desk.order.way}</legend>
            {WAYS.map((one) => (
              <label key={one}>
                <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} /> {say.way[one]}
              </label>
            ))}
          </fieldset>
          <fieldset className="helper-choice">
            <legend>{desk.order.minutes}</legend>
            {MINUTES.map((one) => (
              <label key={one}>
                <input type="radio" name="minutes" checked={minutes === one} onChange={() => setMinutes(one)} /> {desk.order.span(f.number(one))}
              </label>
            ))}
          </fieldset>
        </>
      )}
      <div className="form-buttons">
        <Button size="large" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="large" type="primary" htmlType="submit" loading={send.isPending}>
          {knock ? desk.order.send : desk.handOver.open}
        </Button>
      </div>
    </form>
  );
}
