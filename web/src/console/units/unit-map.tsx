import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { api, data } from "../../api/client";
import type { System } from "../../api/types";
import { useFormat, useLanguage } from "../../ui/language";
import { DARK, LIGHT } from "../../tokens/map-colours";
import { useSession } from "../shell/session";
import { useTheme } from "../shell/theme";
import { MapController, type Box, type Picked } from "./map-controller";
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
  const { words, lang } = useLanguage();
  const f = useFormat();
  const { theme } = useTheme();
  const signedIn = Boolean(useSession());
  const container = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapController>();
  const [drawable] = useState(canDraw);
  const [level, setLevel] = useState(1);
  const [centre, setCentre] = useState<[number, number]>();
  const state = useMapState(level, signedIn).data;
  const boundary = useBoundary(selected).data;
  const places = useNearPlaces(centre);
  const box = system.bbox as Box | undefined;

  const pick = useEffectEvent(onPick);
  const hover = useEffectEvent((name: string | null, x: number, y: number) => {
    if (!tip.current) return;
    tip.current.hidden = name === null;
    tip.current.textContent = name;
    tip.current.style.transform = `translate(${x + 14}px, ${y + 14}px)`;
  });
  const start = useEffectEvent(() => (focus ?? box)!);

  useEffect(() => {
    const element = container.current;
    if (!element || !box) return;
    const controller = new MapController({
      container: element,
      tiles: `${location.origin}/api/tiles/${system.tree_version}/{z}/{x}/{y}`,
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
  return (
    <div className="map" role="group" aria-label={words.map.label}>
      <div className="map-frame">
        <div ref={container} className="map-canvas" data-level={level} data-state-at={state?.at} />
        <div ref={tip} className="map-tip" hidden />
        <div className="map-buttons">
          <button type="button" aria-label={words.map.zoomIn} title={words.map.zoomIn} onClick={() => map?.zoomBy(1)}>
            +
          </button>
          <button type="button" aria-label={words.map.zoomOut} title={words.map.zoomOut} onClick={() => map?.zoomBy(-1)}>
            −
          </button>
          <button type="button" className="wide" onClick={() => box && map?.fit(box)}>
            {words.map.whole}
          </button>
      </div>
      </div>
      <MapLegend />
    </div>
  );
}

/** Without WebGL the table carries everything the map does. */
function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
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
