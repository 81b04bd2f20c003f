import { Button } from "antd";
import { useState } from "react";
import type { AssistLine } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { useWords } from "../shell/words";
import { EraseEntry } from "./erase-entry";
import { NameHelpers } from "./name-helpers";
import { useHelperName } from "./posts";
import { SeeEntry } from "./see-entry";

interface Props {
  line: AssistLine;
  /** Where it stands in the list: an entry has no name here. */
  n: number;
  unit: string | undefined;
  /** Whether the reader heads the building. */
  manages: boolean;
}

/** That there is an entry, since when, and who helps. What it says takes a reason. */
export function EntryLine({ line, n, unit, manages }: Props) {
  const words = useWords();
  const say = usePageWords(assistDeskWords);
  const f = useFormat();
  const helper = useHelperName({ unit, manages, enabled: line.helpers.length > 0 });
  const [open, setOpen] = useState<"see" | "erase" | "name">();
  const close = () => setOpen(undefined);
  const which = say.entries.one(f.number(n));
  return (
    <li className="assist-entry" data-id={line.id}>
      <div>
        <strong>{which}</strong>
        <div className="quiet small num">{say.entries.since(f.date(line.registered_at), f.date(line.expires_at))}</div>
        <div className="quiet small">{line.helpers.length === 0 ? say.entries.noHelpers : say.entries.helpers(line.helpers.map(helper).join(words.listSeparator))}</div>
      </div>
      <div className="assist-acts">
        <Button aria-label={say.see.openWhich(which)} onClick={() => setOpen("see")}>
          {say.see.open}
        </Button>
        {manages && (
          <>
            <Button aria-label={say.name.openWhich(which)} onClick={() => setOpen("name")}>
              {say.name.open}
            </Button>
            <Button aria-label={say.erase.openWhich(which)} onClick={() => setOpen("erase")}>
              {say.erase.open}
            </Button>
          </>
        )}
      </div>
      {open === "see" && <SeeEntry id={line.id} which={which} onClose={close} />}
      {open === "name" && <NameHelpers line={line} which={which} unit={unit} onClose={close} />}
      {open === "erase" && <EraseEntry id={line.id} which={which} onClose={close} />}
    </li>
  );
}
