import { Link } from "@tanstack/react-router";
import { Button, Table, type TableColumnType } from "antd";
import type { PlaceView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { hasFields, KnownFields } from "./known-fields";
import { MapSource } from "../shell/map-source";
import { useKindName } from "./queries";

interface Props {
  places: PlaceView[];
  /** Missing for who only looks. */
  onEdit: ((place: PlaceView) => void) | undefined;
}

export function PlaceTable({ places, onEdit }: Props) {
  const say = useWords().register;
  const head = say.columns;
  const f = useFormat();
  const kind = useKindName();
  const columns: TableColumnType<PlaceView>[] = [
    { key: "name", title: head.name, render: (_, place) => <Name place={place} /> },
    { key: "kind", title: head.kind, width: 130, render: (_, place) => kind(place.kind) },
    { key: "unit", title: head.unit, width: 230, render: (_, place) => <Unit place={place} /> },
    { key: "households", title: head.households, width: 90, render: (_, place) => <span className="num">{f.count(place.households)}</span> },
    { key: "height", title: head.height, width: 150, render: (_, place) => <Heights place={place} /> },
    { key: "body", title: head.body, width: 150, render: (_, place) => place.body && f.name(place.body.names) },
    { key: "code", title: head.code, width: 110, render: (_, place) => <span className="num">{place.code}</span> },
    {
      key: "edit",
      title: <span className="visually-hidden">{say.edit}</span>,
      width: 90,
      render: (_, place) =>
        onEdit && (
          <Button size="small" aria-label={say.editWhich(f.name(place.names))} onClick={() => onEdit(place)}>
            {say.edit}
          </Button>
        ),
    },
  ];
  const expandable = {
    columnTitle: <span className="visually-hidden">{say.ofKind}</span>,
    rowExpandable: hasFields,
    expandedRowRender: (place: PlaceView) => <KnownFields place={place} />,
  };
  return <Table<PlaceView> size="small" rowKey="id" columns={columns} dataSource={places} pagination={false} expandable={expandable} scroll={{ x: 1040 }} />;
}

export function PlaceCards({ places, onEdit }: Props) {
  const say = useWords().register;
  const f = useFormat();
  const kind = useKindName();
  return (
    <ul className="cards">
      {places.map((place) => (
        <li key={place.id} className="card places-card">
          <span>
            <Name place={place} />
          </span>
          <span className="quiet">
            {kind(place.kind)} · <Unit place={place} />
          </span>
          {place.households != null && (
            <span className="quiet">
              {say.columns.households} <span className="num">{f.number(place.households)}</span>
            </span>
          )}
          {(place.elevation_m != null || place.sill_m != null) && (
            <span className="quiet">
              {say.columns.height} <Heights place={place} />
            </span>
          )}
          {hasFields(place) && <KnownFields place={place} />}
          {onEdit && (
            <Button aria-label={say.editWhich(f.name(place.names))} onClick={() => onEdit(place)}>
              {say.edit}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Name({ place }: { place: PlaceView }) {
  const words = useWords();
  const f = useFormat();
  return (
    <>
      <strong>{f.name(place.names)}</strong>
      {place.fictional && <span className="tag">{words.register.fictional}</span>}
      {place.closure && <span className="tag">{words.closures.state[place.closure]}</span>}
    </>
  );
}

function Unit({ place }: { place: PlaceView }) {
  const f = useFormat();
  if (!place.unit) return null;
  return (
    <Link to="/units" search={{ unit: place.unit.id }}>
      {f.name(place.unit.names)}
    </Link>
  );
}

/** Whoever shows what came from OpenStreetMap names it. */
export function Sources({ places }: { places: PlaceView[] }) {
  return places.some(({ source }) => source?.startsWith("osm:")) && <MapSource className="places-source" />;
}

/** Ground and sill: what is not known is a dash, never 0. */
function Heights({ place }: { place: PlaceView }) {
  const metres = (height: number | null | undefined) => (height == null ? "–" : height.toFixed(2));
  return (
    <span className="num">
      {metres(place.elevation_m)} / {metres(place.sill_m)}
    </span>
  );
}
