import { Button, Table, type TableColumnType } from "antd";
import { asProblem } from "../../api/problem";
import type { ShelterView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";
import { useShelters } from "./queries";

/** Shelters with what they are suitable for and who is in them. */
export function Shelters({ may }: { may: boolean }) {
  const words = useWords();
  const say = words.shelters;
  const f = useFormat();
  const narrow = useNarrow();
  const list = useShelters();
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const suits = (row: ShelterView) => row.suitable_for.map((peril) => words.evacuation.peril[peril]).join(words.listSeparator);
  const free = (row: ShelterView) => f.number(Math.max(0, row.capacity - row.people));
  const what = (row: ShelterView) => `${say.kind[row.kind]} · ${say.class[row.class]}`;
  const columns: TableColumnType<ShelterView>[] = [
    {
      key: "name",
      title: say.shelter.name,
      render: (_, row) => (
        <>
          <strong>{f.name(row.names)}</strong>
          <div className="quiet small">
            {f.name(row.unit?.names ?? {})} · <span className="num">{row.code}</span>
          </div>
        </>
      ),
    },
    { key: "kind", title: say.shelter.kind, width: 150, render: (_, row) => what(row) },
    { key: "suits", title: say.shelter.suits, render: (_, row) => suits(row) },
    { key: "area", title: say.shelter.area, width: 130, render: (_, row) => <span className="num">{say.m2(f.number(row.area_m2))}</span> },
    { key: "elevation", title: say.shelter.elevation, width: 110, render: (_, row) => <span className="num">{row.elevation_m == null ? words.none : say.metres(f.number(row.elevation_m))}</span> },
    { key: "people", title: say.shelter.people, width: 120, render: (_, row) => <span className="num">{row.coming > 0 ? say.peopleComing(f.number(row.people), f.number(row.coming)) : f.number(row.people)}</span> },
    { key: "free", title: say.shelter.free, width: 120, render: (_, row) => <strong className="num">{say.people(free(row))}</strong> },
  ];
  return (
    <>
      {list.isPending && <LoadingPanel rows={6} />}
      {list.isError && !list.data && <ProblemPanel problem={asProblem(list.error)} retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyPanel text={may ? say.noShelters : say.noSheltersYet} />}
      {rows.length > 0 && !narrow && <Table<ShelterView> size="small" rowKey="id" columns={columns} dataSource={rows} pagination={false} scroll={{ x: 960 }} />}
      {rows.length > 0 && narrow && (
        <ul className="warning-list">
          {rows.map((row) => (
            <li key={row.id} className="warning">
              <strong>{f.name(row.names)}</strong>
              <div className="quiet">
                {what(row)} · {suits(row)}
              </div>
              <div className="num">
                {say.shelter.free} {say.people(free(row))} / {say.people(f.number(row.capacity))}
              </div>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="table-foot">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  );
}
