import { Map as MapLibre, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { useEffect, useRef } from "react";
import { DARK, LIGHT, type MapColours } from "../../tokens/map-colours";
import { useSystem } from "./queries";
import { useTheme } from "./theme";

setWorkerUrl(workerUrl);

/** A still picture of one point among its grids; the address beside it carries the same fact in words. */
export default function PointMap({ lon, lat, label }: { lon: number; lat: number; label: string }) {
  const container = useRef<HTMLDivElement>(null);
  const { theme } = useTheme();
  const version = useSystem().data?.tree_version;
  useEffect(() => {
    if (!container.current || version === undefined) return;
    // Without WebGL the words beside it stay.
    if (!document.createElement("canvas").getContext("webgl2")) return;
    const map = draw(container.current, version, [lon, lat], theme === "dark" ? DARK : LIGHT);
    return () => map.remove();
  }, [version, lon, lat, theme]);
  return <div ref={container} className="point-map" role="img" aria-label={label} />;
}

function draw(container: HTMLElement, version: number, centre: [number, number], colours: MapColours): MapLibre {
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
          layout: { "text-field": ["get", "name_zh"], "text-size": 11 },
          paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.2 },
        },
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
