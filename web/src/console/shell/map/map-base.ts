import { Map as MapLibre, setWorkerUrl, type MapOptions, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Lang } from "../../../words/format";

setWorkerUrl(workerUrl);

export type Box = [number, number, number, number];

export const tilesOf = (version: number) => `${location.origin}/api/tiles/${version}/{z}/{x}/{y}`;

/** A flat map with north above, that begins with the whole of a box. */
export function startMap(container: HTMLElement, style: StyleSpecification, box: Box, more: Partial<MapOptions> = {}): MapLibre {
  const map = new MapLibre({
    container,
    style,
    bounds: box,
    fitBoundsOptions: { padding: 16 },
    localIdeographFontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 18.5,
    minZoom: 6,
    ...more,
  });
  map.touchZoomRotate.disableRotation();
  map.getCanvas().tabIndex = -1;
  return map;
}

/** Sources and layers can be spoken to only when the style is there. */
export function whenReady(map: MapLibre, work: () => void): void {
  if (map.isStyleLoaded() || map.getLayer("ground")) work();
  else map.once("styledata", work);
}

/** Whoever wants no motion is there at once. */
export function fitBox(map: MapLibre, box: Box): void {
  map.fitBounds(box, { padding: 32, maxZoom: 17, duration: wantsStill() ? 0 : 400 });
}

export function wantsStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function zoomBy(map: MapLibre, step: number): void {
  map.zoomTo(map.getZoom() + step, { duration: 150 });
}

/** Says on the element when everything is drawn, for whoever waits for it. */
export function tellDrawn(map: MapLibre, element: HTMLElement): void {
  map.on("idle", () => (element.dataset["drawn"] = map.getZoom().toFixed(1)));
  map.on("movestart", () => delete element.dataset["drawn"]);
}

/** The name of a unit as the tiles carry it. */
export function tileName(properties: { name_zh?: string; name_en?: string }, lang: Lang): string {
  return (lang === "en" ? properties.name_en : undefined) ?? properties.name_zh ?? "";
}
