import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { api, data } from "../../api/client";
import type { System } from "../../api/types";
import { useFormat, useLanguage } from "../../ui/language";
import { DARK, LIGHT } from "../../tokens/map-colours";
import { MapSource } from "../shell/map-source";
import { useSession } from "../shell/session";
import { useTheme } from "../shell/theme";
import { canDraw } from "../shell/map/can-draw";
import { tilesOf, type Box } from "../shell/map/map-base";
import { MapFrame, useTip } from "../shell/map/map-frame";
import { useWords } from "../shell/words";
import { MapController, type Picked } from "./map-controller";
import { MapLegend } from "./map-legend";
import { cellsOf, NO_CELLS } from "./map-state";
import { fetchPlaces, useBoundary, useMapState, type PlaceProperties } from "./queries";

interface Props {
  system: System;
  selected: string | undefined;
  /** Where to look: the box of the unit that was chosen outside the map. */
  focus: Box | undefined;
  onPick: (picked: Picked) => void;
}

export default function UnitMap({ system, selected, focus, onPick }: Props) {
  const words = useWords();
  const { lang } = useLanguage();
  const f = useFormat();
  const { theme } = useTheme();
  const signedIn = Boolean(useSession());
  const container = useRef<HTMLDivElement>(null);
  const [tip, showTip] = useTip();
  const [map, setMap] = useState<MapController>();
  const [drawable] = useState(canDraw);
  const [level, setLevel] = useState(1);
  const [centre, setCentre] = useState<[number, number]>();
  const state = useMapState(level, signedIn).data;
  const boundary = useBoundary(selected).data;
  const places = useNearPlaces(centre);
  const box = system.bbox as Box | undefined;

  const pick = useEffectEvent(onPick);
  const hover = useEffectEvent(showTip);
  const start = useEffectEvent(() => (focus ?? box)!);

  useEffect(() => {
    const element = container.current;
    if (!element || !box) return;
    const controller = new MapController({
      container: element,
      tiles: tilesOf(system.tree_version),
      box: start(),
      colours: theme === "dark" ? DARK : LIGHT,
      lang,
      countLabel: words.map.countLabel,
      events: { pick: (picked) => pick(picked), hover: (...at) => hover(...at), level: setLevel, near: (...at) => setCentre(at) },
    });
    setMap(controller);
    setLevel(1);
    const watcher = new ResizeObserver(() => controller.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      controller.remove();
      setMap(undefined);
    };
  }, [system.tree_version, box, theme, lang, words]);

  useEffect(() => {
    const shown = state?.level === level ? state : undefined;
    map?.setState(level, shown ? cellsOf(shown) : NO_CELLS, shown?.assessed ?? []);
  }, [map, state, level]);
  useEffect(() => map?.setSelection(boundary), [map, boundary]);
  useEffect(() => {
    if (focus) map?.fit(focus);
  }, [map, focus]);
  useEffect(() => {
    const features = (places?.features ?? []).map((place) => {
      const properties = place.properties as PlaceProperties;
      return { ...place, properties: { kind: properties.kind, label: f.name(properties.names) } };
    });
    map?.setPlaces(features);
  }, [map, places, f]);

  if (!drawable) return <p className="map-failed">{words.map.failed}</p>;
  const buttons = { zoom: (step: number) => map?.zoomBy(step), whole: () => box && map?.fit(box) };
  return (
    <MapFrame
      label={words.map.label}
      canvas={container}
      tip={tip}
      marks={{ "data-level": level, "data-state-at": state?.at }}
      buttons={buttons}
    >
      <MapLegend />
      {places?.attribution && <MapSource className="map-source" />}
    </MapFrame>
  );
}

/** Places of the community under the middle of the map. */
function useNearPlaces(centre: [number, number] | undefined) {
  const [lon, lat] = (centre ?? []).map((degrees) => Math.round(degrees * 1000) / 1000);
  const located = useQuery({
    queryKey: ["locate", lon, lat],
    enabled: centre !== undefined,
    staleTime: Infinity,
    queryFn: () => data(api.GET("/api/units/locate", { params: { query: { lon: lon!, lat: lat! } } })),
  }).data;
  const community = located?.lineage.find((unit) => unit.kind === "community" || unit.kind === "village");
  return useQuery({
    queryKey: ["places", community?.id],
    enabled: community !== undefined,
    staleTime: Infinity,
    queryFn: () => fetchPlaces(community!.id),
  }).data;
}
