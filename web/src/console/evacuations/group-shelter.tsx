import { Button } from "antd";
import type { EvacuationGroup } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import type { useShelterNames } from "./shelter-queries";

interface Props {
  group: EvacuationGroup;
  names: ReturnType<typeof useShelterNames>;
  /** Whether the evacuation goes on. */
  open: boolean;
  onChoose: (group: EvacuationGroup) => void;
}

/** Where a building goes, and the way to choose it for whoever reports there. */
export function GroupShelter({ group, names, open, onChoose }: Props) {
  const words = useWords();
  const say = words.shelters.pick;
  const f = useFormat();
  const known = group.shelter ? names.data?.[group.shelter] : undefined;
  const act = group.shelter ? say.change : say.open;
  return (
    <div className="group-shelter">
      {!group.shelter && <span className="quiet">{say.notYet}</span>}
      {group.shelter && <span>{known ? f.name(known) : names.isFetching ? words.loading : say.unnamed}</span>}
      {open && group.may_report && (
        <Button className="group-shelter-choose" aria-label={`${act}${words.colon}${group.label}`} onClick={() => onChoose(group)}>
          {act}
        </Button>
      )}
    </div>
  );
}
