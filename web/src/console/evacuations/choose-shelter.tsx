import { Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { EvacuationDetail, EvacuationGroup } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel, problemText } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { peopleToCome } from "./people";
import { ProposalList, type Doubted } from "./proposal-list";
import { useChooseShelter, useProposals, type Proposal } from "./shelter-queries";

interface Props {
  one: EvacuationDetail;
  /** As it stood when the dialog was opened: what is reported meanwhile must not move the list under a finger. */
  group: EvacuationGroup | undefined;
  onClose: () => void;
}

/** Where one building goes: the server proposes and says why, a person decides. */
export function ChooseShelter({ one, group, onClose }: Props) {
  const say = useWords().shelters.pick;
  return (
    <Modal title={group && say.title(group.label)} open={group !== undefined} footer={null} destroyOnHidden onCancel={onClose}>
      {group && <Choice one={one} group={group} onClose={onClose} />}
    </Modal>
  );
}

function Choice({ one, group, onClose }: Props & { group: EvacuationGroup }) {
  const words = useWords();
  const say = words.shelters.pick;
  const f = useFormat();
  const tell = useTell();
  const query = useProposals(one, group);
  const choose = useChooseShelter(one.id);
  const people = peopleToCome(group);
  // What the server said against one of them: a second tap on it is the answer.
  const [doubted, setDoubted] = useState<Doubted>();
  const send = (to: Proposal) =>
    choose.mutate(
      { group: group.id, shelter: to.id, from: group.shelter ?? null, confirmed: doubted?.shelter === to.id },
      {
        onSuccess: () => {
          tell.done(say.done(group.label, f.name(to.names)));
          onClose();
        },
        onError: (error) => {
          const { code, fields } = asProblem(error);
          setDoubted(code === "shelter_doubtful" ? { shelter: to.id, doubts: fields.map((field) => field.code) } : undefined);
        },
      },
    );
  const refused = choose.isError && doubted === undefined ? asProblem(choose.error) : undefined;
  return (
    <>
      <p>{say.what}</p>
      <p className="num">{people === undefined ? say.uncounted : say.toCome(f.number(people))}</p>
      {query.isPending && <LoadingPanel rows={5} />}
      {query.isError && !query.data && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {query.data === null && <EmptyPanel text={say.nowhere} />}
      {query.data && !query.data.own && <p>{say.fromUnit}</p>}
      {query.data?.proposals.length === 0 && <EmptyPanel text={say.none} />}
      <div role="alert">{refused && <p className="import-refused">{problemText(refused, words)}</p>}</div>
      {query.data && (
        <ProposalList
          proposals={query.data.proposals}
          people={people}
          chosen={group.shelter}
          doubted={doubted}
          busy={choose.isPending ? (choose.variables.shelter ?? undefined) : undefined}
          onChoose={send}
        />
      )}
    </>
  );
}
