import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "../../api/problem";
import type { PlaceView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { Allowed } from "../shell/allowed";
import { ExportMenu } from "../shell/export-menu";
import { useUnitDetail } from "../shell/queries";
import { useSession } from "../shell/session";
import { useDebounced } from "../shell/use-debounced";
import { useNarrow } from "../shell/use-narrow";
import { MoreFoot } from "../shell/more-foot";
import { useWords } from "../shell/words";
import { ClosurePanel } from "./closure-panel";
import { ImportPlaces } from "./import-places";
import { PlaceCards, PlaceTable, Sources } from "./place-list";
import { PlaceDialog } from "./place-form";
import "./places.css";
import { usePlaceKindList, usePlaces } from "./queries";

export function PlacesPage() {
  const words = useWords();
  return (
    <Allowed permission="view_places" title={words.register.title}>
      <Places />
    </Allowed>
  );
}

function Places() {
  const words = useWords();
  const say = words.register;
  const f = useFormat();
  const narrow = useNarrow();
  const manages = useSession()?.permissions.includes("manage_places") ?? false;
  const { unit, kind, q } = useSearch({ from: "/places" });
  const navigate = useNavigate({ from: "/places" });
  const area = useUnitDetail(unit).data?.unit;
  const kinds = usePlaceKindList().data?.items ?? [];
  const [text, setText] = useState(q ?? "");
  const typed = useDebounced(text.trim());
  const query = usePlaces({ unit, kind, q });
  const [open, setOpen] = useState<PlaceView | "new">();
  const places = (query.data?.pages ?? []).flatMap((page) => page.items);
  useEffect(() => {
    void navigate({ search: (old) => ({ ...old, q: typed || undefined }), replace: true });
  }, [typed, navigate]);
  const edit = manages ? setOpen : undefined;
  return (
    <div className="places-page">
      <div className="page-head">
        <h1>{unit && area ? say.of(f.name(area.names)) : say.title}</h1>
        <Select
          allowClear
          className="places-kind"
          aria-label={say.kind}
          placeholder={say.allKinds}
          value={kind ?? null}
          options={kinds.map((one) => ({ value: one.id, label: f.name(one.names) }))}
          onChange={(next) => void navigate({ search: (old) => ({ ...old, kind: next ?? undefined }), replace: true })}
        />
        <Input allowClear className="places-find" aria-label={say.find} placeholder={say.find} value={text} onChange={(event) => setText(event.target.value)} />
        {manages && (
          <Button type="primary" onClick={() => setOpen("new")}>
            {say.add}
          </Button>
        )}
        {manages && <ImportPlaces />}
        <ExportMenu path="/api/places/register/export" params={{ unit, kind, q }} formats={["csv", "xlsx", "geojson"]} />
      </div>
      <ClosurePanel unit={unit} />
      {query.isPending && <LoadingPanel rows={8} />}
      {query.isError && !query.data && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {query.data && places.length === 0 && <EmptyPanel text={say.empty} />}
      {places.length > 0 && (narrow ? <PlaceCards places={places} onEdit={edit} /> : <PlaceTable places={places} onEdit={edit} />)}
      <Sources places={places} />
      <MoreFoot loaded={places.length > 0 && say.loaded(f.number(places.length))} list={query} />
      <PlaceDialog place={open} unit={unit} onClose={() => setOpen(undefined)} />
    </div>
  );
}
