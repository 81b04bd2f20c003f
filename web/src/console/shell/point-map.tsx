import { Map as MapLibre, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { useEffect, useRef } from "react";
import { DARK, LIGHT, type MapColours } from "../../tokens/map-colours";
import { useLanguage } from "../../ui/language";
import type { Lang } from "../../words/format";
import { canDraw } from "./map/can-draw";
import { useSystem } from "./queries";
import { useTheme } from "./theme";

setWorkerUrl(workerUrl);

/** A still picture of one point among its grids; the address beside it carries the same fact in words. */
export default function PointMap({ lon, lat, label }: { lon: number; lat: number; label: string }) {
  const container = useRef<HTMLDivElement>(null);
  const { theme } = useTheme();
  const { lang } = useLanguage();
  const version = useSystem().data?.tree_version;
  useEffect(() => {
    if (!container.current || version === undefined) return;
    // Without WebGL the words beside it stay.
    if (!canDraw()) return;
    const map = draw(container.current, version, [lon, lat], theme === "dark" ? DARK : LIGHT, lang);
    return () => map.remove();
  }, [version, lon, lat, theme, lang]);
  return <div ref={container} className="point-map" role="img" aria-label={label} />;
}

function draw(container: HTMLElement, version: number, centre: [number, number], colours: MapColours, lang: Lang): MapLibre {
  const units = { source: "units", "source-layer": "units" } as const;
  return new MapLibre({
    container,
    center: centre,
    zoom: 15.2,
    interactive: false,
    attributionControl: false,
    localIdeographFontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
    style: {
      version: 8,
      sources: {
        units: { type: "vector", tiles: [`${location.origin}/api/tiles/${version}/{z}/{x}/{y}`], maxzoom: 16 },
        point: { type: "geojson", data: { type: "Point", coordinates: centre } },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": colours.zero } },
        { id: "line", type: "line", ...units, paint: { "line-color": colours.line } },
        {
          id: "name",
          type: "symbol",
          source: "units",
          "source-layer": "labels",
          filter: ["==", ["get", "level"], 4],
          layout: { "text-field": ["get", lang === "zh" ? "name_zh" : "name_en"], "text-size": 11, "text-variable-anchor": ["center", "top", "bottom"], "text-radial-offset": 1 },
          paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.2 },
        },
        // Takes the room under the dot, so that a name moves aside.
        { id: "room", type: "symbol", source: "point", layout: { "text-field": "●", "text-size": 22 }, paint: { "text-opacity": 0 } },
        {
          id: "point",
          type: "circle",
          source: "point",
          paint: { "circle-radius": 8, "circle-color": colours.selected, "circle-stroke-color": colours.halo, "circle-stroke-width": 3 },
        },
      ],
    },
  });
}
