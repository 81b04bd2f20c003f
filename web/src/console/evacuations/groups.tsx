import { Table, type TableColumnType } from "antd";
import { useState } from "react";
import type { EvacuationDetail, EvacuationGroup } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel } from "../../ui/state-panel";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";
import { ChooseShelter } from "./choose-shelter";
import { GroupShelter } from "./group-shelter";
import { Residents, ToDo } from "./group-state";

/** Rows of the table at once: a district has thousands of buildings. */
const ROWS = 200;

/** Building by building: who is unaccounted for, in whose hand, and where they go. Where people asked for help comes first. */
export function Groups({ one }: { one: EvacuationDetail }) {
  const words = useWords();
  const say = words.shelters;
  const head = words.evacuation;
  const f = useFormat();
  const narrow = useNarrow();
  const [choosing, setChoosing] = useState<EvacuationGroup>();
  const count = (group: EvacuationGroup, n: number) => (group.counted ? f.number(n) : head.uncounted);
  const shelter = (group: EvacuationGroup) => <GroupShelter evacuation={one.id} group={group} open={one.ended_at == null} onChoose={setChoosing} />;
  const columns: TableColumnType<EvacuationGroup>[] = [
    {
      key: "label",
      title: say.group.label,
      render: (_, group) => (
        <>
          <strong>{group.label}</strong>
          {group.asked_help > 0 && <div className="small">{head.asksHelp(f.number(group.asked_help))}</div>}
          <Residents group={group} />
        </>
      ),
    },
    { key: "households", title: say.group.households, width: 120, render: (_, group) => <span className="num">{count(group, group.households.total)}</span> },
    {
      key: "unaccounted",
      title: say.group.unaccounted,
      width: 120,
      render: (_, group) => <strong className="num">{count(group, group.households.unaccounted)}</strong>,
    },
    { key: "todo", title: say.group.todo, render: (_, group) => <ToDo group={group} /> },
    { key: "shelter", title: say.group.shelter, width: 260, render: (_, group) => shelter(group) },
    { key: "sheltered", title: say.group.sheltered, width: 120, render: (_, group) => <span className="num">{f.number(group.households.sheltered)}</span> },
  ];
  return (
    <section className="block" aria-labelledby="groups">
      <h2 id="groups">{say.groups}</h2>
      {one.items.length === 0 && <EmptyPanel text={say.noBuildings} />}
      {one.items.length > 0 && !narrow && <Table<EvacuationGroup> size="small" rowKey="id" columns={columns} dataSource={one.items} pagination={{ pageSize: ROWS, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 980 }} />}
      {narrow && (
        <ul className="warning-list evacuation-cards">
          {one.items.map((group) => (
            <li key={group.id} className="warning">
              <div className="warning-line">
                <strong>{group.label}</strong>
                <span className="num">
                  {group.counted ? `${head.unaccounted} ${f.number(group.households.unaccounted)} / ${f.number(group.households.total)}` : head.uncounted}
                </span>
              </div>
              {group.asked_help > 0 && <div className="small">{head.asksHelp(f.number(group.asked_help))}</div>}
              <Residents group={group} />
              <ToDo group={group} />
              {shelter(group)}
            </li>
          ))}
        </ul>
      )}
      <ChooseShelter one={one} group={choosing} onClose={() => setChoosing(undefined)} />
    </section>
  );
}
