import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { useWords } from "../shell/words";
import { DecideDialog } from "./decide-dialog";
import { useAttend, useResponse, type ResponseView } from "./queries";
import { OnTheGround } from "./on-the-ground";
import { ResponseHead } from "./response-head";
import { Steps } from "./steps";
import { TaskTable } from "./task-table";
import "./responses.css";

export function ResponsePage() {
  const words = useWords();
  return (
    <Allowed permission="view_warnings" title={words.responseDesk.one}>
      <Detail />
    </Allowed>
  );
}

function Detail() {
  const words = useWords();
  const say = words.responseDesk;
  const { id } = useParams({ from: "/responses/$id" });
  const query = useResponse(id);
  const [deciding, setDeciding] = useState(false);
  const response = query.data;
  const open = response && (response.state === "proposed" || response.state === "active");
  return (
    <article className="response-page">
      <Link to="/responses" search={{}} className="back-link">
        ← {say.back}
      </Link>
      {!response && (
        <>
          <h1>{say.one}</h1>
          {query.isError ? <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} /> : <LoadingPanel rows={8} />}
        </>
      )}
      {response && (
        <>
          <ResponseHead response={response} />
          {open && (response.may_decide || response.may_record) && (
            <Button type="primary" onClick={() => setDeciding(true)}>
              {say.decide}
            </Button>
          )}
          {response.warning && (
            <Link to="/warnings/$id" params={{ id: response.warning }} search={{}}>
              {words.warnings.one}
            </Link>
          )}
          {open && <CommandPost response={response} />}
          <OnTheGround response={response} />
          <Steps response={response} />
          <TaskTable response={response.id} made={response.activated_at != null} />
          {deciding && <DecideDialog response={response} onClose={() => setDeciding(false)} />}
        </>
      )}
    </article>
  );
}

/** Somebody with authority is there, or nobody is: posts, no names. */
function CommandPost({ response }: { response: ResponseView }) {
  const words = useWords();
  const say = words.responseDesk;
  const f = useFormat();
  const attend = useAttend();
  const there = response.command_post;
  const mine = there.some((one) => one.mine);
  return (
    <section aria-labelledby="command-post">
      <h2 id="command-post">{say.commandPost}</h2>
      <p className={there.length === 0 ? "is-late" : undefined} aria-live="polite">
        {there.length === 0 ? say.postEmpty : say.postHeld(there.map((one) => f.name(one.title)).join(words.listSeparator))}
      </p>
      {response.may_decide && (
        <Button loading={attend.isPending} onClick={() => attend.mutate({ id: response.id, present: !mine })}>
          {mine ? say.leave : say.arrive}
        </Button>
      )}
    </section>
  );
}
