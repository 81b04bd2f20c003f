import { Table, type TableColumnType } from "antd";
import type { EvacuationDetail, EvacuationGroup } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { residentWords } from "../../words/resident";
import { EmptyPanel } from "../../ui/state-panel";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";

/** Building by building: who is unaccounted for, and in whose hand. Where people asked for help comes first. */
export function Groups({ one }: { one: EvacuationDetail }) {
  const words = useWords();
  const say = words.shelters;
  const head = words.evacuation;
  const f = useFormat();
  const narrow = useNarrow();
  const count = (group: EvacuationGroup, n: number) => (group.counted ? f.number(n) : head.uncounted);
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
    { key: "sheltered", title: say.group.sheltered, width: 120, render: (_, group) => <span className="num">{f.number(group.households.sheltered)}</span> },
  ];
  return (
    <section className="block" aria-labelledby="groups">
      <h2 id="groups">{say.groups}</h2>
      {one.items.length === 0 && <EmptyPanel text={say.noBuildings} />}
      {one.items.length > 0 && !narrow && <Table<EvacuationGroup> size="small" rowKey="id" columns={columns} dataSource={one.items} pagination={false} scroll={{ x: 720 }} />}
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
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What residents answered whose numbers were called. */
function Residents({ group }: { group: EvacuationGroup }) {
  const say = usePageWords(residentWords);
  const f = useFormat();
  const { called, left, needs_help } = group.residents;
  if (called === 0) return null;
  return <div className="small num">{say.answers(f.number(called), f.number(left), f.number(needs_help))}</div>;
}

function ToDo({ group }: { group: EvacuationGroup }) {
  const words = useWords();
  const say = words.shelters;
  const f = useFormat();
  if (group.to_do.length === 0) return <span className="quiet">{group.counted ? say.allSafe : say.countFirst}</span>;
  return (
    <ul className="evacuation-todo">
      {group.to_do.map(({ hand, stage, households }) => (
        <li key={stage}>
          {words.evacuation.stage[stage]} <span className="num">{f.number(households)}</span> → {say.hand[hand] ?? hand}
        </li>
      ))}
    </ul>
  );
}
