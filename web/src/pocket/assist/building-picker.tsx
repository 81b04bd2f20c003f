import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem, type ApiProblem } from "../../api/problem";
import type { Names, UnitView } from "../../api/types";
import { useFormat, usePageWords, useWords } from "../../ui/language";
import { assistWords } from "../../words/assist";
import { problemText } from "../../ui/state-panel";
import { UnitSearch } from "../report/unit-search";

interface Building {
  id: string;
  names: Names;
}

interface Props {
  picked: Building | undefined;
  onPick: (building: Building | undefined) => void;
}

/** First the estate or grid, then one of its buildings. */
export function BuildingPicker({ picked, onPick }: Props) {
  const words = useWords();
  const say = usePageWords(assistWords);
  const f = useFormat();
  const [unit, setUnit] = useState<UnitView>();
  const [found, setFound] = useState<{ unit: string; buildings: Building[]; named: string | undefined }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const id = unit?.id;
  useEffect(() => {
    if (!id) return;
    let latest = true;
    buildingsOf(id)
      .then((answer) => latest && setFound({ unit: id, ...answer }))
      .catch((error: unknown) => latest && setProblem(asProblem(error)));
    return () => {
      latest = false;
    };
  }, [id]);
  const buildings = found && found.unit === id ? found.buildings : undefined;
  return (
    <>
      <UnitSearch
        label={say.unit}
        onPick={(next) => {
          setUnit(next);
          setProblem(undefined);
          onPick(undefined);
        }}
      />
      {problem && (
        <p className="error-box" role="alert">
          {problemText(problem, words)}
        </p>
      )}
      {unit && buildings?.length === 0 && <p className="hint-box">{say.noBuilding}</p>}
      {unit && buildings && buildings.length > 0 && (
        <>
          <label htmlFor="assist-building">
            {say.building} · {f.name(unit.names)}
          </label>
          <select id="assist-building" value={picked?.id ?? ""} onChange={(event) => onPick(buildings.find((one) => one.id === event.currentTarget.value))}>
            <option value="" />
            {buildings.map((one) => (
              <option key={one.id} value={one.id}>
                {f.name(one.names)}
              </option>
            ))}
          </select>
          {found?.named && <small className="quiet assist-link">{found.named}</small>}
        </>
      )}
    </>
  );
}

interface Places {
  /** Whom to name beside them. */
  attribution?: string;
  features?: { properties?: { id?: string; kind?: string; names?: Names } }[];
}

async function buildingsOf(unit: string): Promise<{ buildings: Building[]; named: string | undefined }> {
  const places = (await data(api.GET("/api/places", { params: { query: { unit } } }))) as unknown as Places;
  if (!Array.isArray(places?.features)) throw new Error("no places in the answer");
  const buildings = places.features.flatMap(({ properties }) => (properties?.id && properties.kind === "building" ? [{ id: properties.id, names: properties.names ?? {} }] : []));
  return { buildings, named: places.attribution };
}
