import { Button } from "antd";
import type { EvacuationGroup } from "../../api/types";
import { GoesTo } from "../../ui/goes-to";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useChooseShelter } from "./shelter-queries";

interface Props {
  evacuation: string;
  group: EvacuationGroup;
  /** Whether the evacuation goes on. */
  open: boolean;
  onChoose: (group: EvacuationGroup) => void;
}

/** Where a building goes, and the ways to choose it and to take that back for whoever may. */
export function GroupShelter({ evacuation, group, open, onChoose }: Props) {
  const words = useWords();
  const say = words.shelters.pick;
  const tell = useTell();
  const choose = useChooseShelter(evacuation);
  const may = open && group.may_choose;
  const act = group.shelter ? say.change : say.open;
  const named = (text: string) => `${text}${words.colon}${group.label}`;
  const takeBack = () =>
    choose.mutate({ group: group.id, from: group.shelter }, { onSuccess: () => tell.done(say.takenBack(group.label)), onError: tell.failed });
  return (
    <div className="group-shelter">
      {group.goes_to ? (
        <div>
          <GoesTo to={group.goes_to} />
        </div>
      ) : (
        <span className="quiet">{say.notYet}</span>
      )}
      {may && (
        <Button className="group-shelter-choose" aria-label={named(act)} onClick={() => onChoose(group)}>
          {act}
        </Button>
      )}
      {/* Once somebody is there it can be changed, and not be taken back: the server would refuse. */}
      {may && group.shelter && group.households.sheltered === 0 && (
        <Button className="group-shelter-back" aria-label={named(say.takeBack)} loading={choose.isPending} onClick={takeBack}>
          {say.takeBack}
        </Button>
      )}
    </div>
  );
}
