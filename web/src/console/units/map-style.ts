import type { ExpressionSpecification, GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { STEPS, type MapColours } from "../../tokens/map-colours";
import type { Lang } from "../../words/format";
import type { Runs } from "./map-state";
import { FILL_RANGES, PLACES_ZOOM, STAIRS_ZOOM } from "../shell/map/map-levels";

export const fillLayer = (level: number) => `fill-${level}`;
export const FILL_LAYERS = FILL_RANGES.map((range) => fillLayer(range.level));

const open: ExpressionSpecification = ["coalesce", ["feature-state", "open"], 0];

/** What the reader may not count is "not assessed": no number is not the same as none. */
export function fillColour(colours: MapColours, assessed: Runs): ExpressionSpecification {
  const steps = STEPS.flatMap((from, i) => [from, colours.open[i]!]);
  const inRun = assessed.map(([first, last]) => ["all", [">=", ["id"], first], ["<=", ["id"], last]]);
  const base = inRun.length > 0 ? ["case", ["any", ...inRun], colours.zero, colours.unknown] : colours.unknown;
  return ["step", open, base, ...steps] as unknown as ExpressionSpecification;
}

const EMPTY: GeoJSONSourceSpecification = { type: "geojson", data: { type: "FeatureCollection", features: [] } };

/** Units from tiles, state by feature-state, and everything that needs text or a top place in small sources of its own. */
export function mapStyle(tiles: string, colours: MapColours, lang: Lang): StyleSpecification {
  return {
    version: 8,
    sources: {
      units: { type: "vector", tiles: [tiles], minzoom: 0, maxzoom: 16 },
      selection: EMPTY,
      counts: EMPTY,
      places: EMPTY,
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...FILL_RANGES.flatMap((range) => levelLayers(range, colours)),
      ...microGridLayers(colours),
      ...placeLayers(colours),
      ...FILL_RANGES.map((range) => overdueLayer(range, colours)),
      hoverLayer(colours),
      ...selectionLayers(colours),
      ...FILL_RANGES.map((range) => nameLayer(range, colours, lang)),
      ...placeNames(colours),
      countLayer(colours),
    ],
  };
}

type Range = (typeof FILL_RANGES)[number];
const units = { source: "units", "source-layer": "units" } as const;
const zooms = (range: Range) => ({ minzoom: range.from, maxzoom: range.to });
const ofLevel = (level: number): ExpressionSpecification => ["==", ["get", "level"], level];

function levelLayers(range: Range, colours: MapColours): LayerSpecification[] {
  const synthetic: ExpressionSpecification = ["==", ["get", "quality"], "synthetic"];
  const fade: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], range.from, 0.45, range.to, 0.9];
  const line = { "line-color": colours.line, "line-opacity": fade, "line-width": 0.8 };
  const { level } = range;
  const layers: LayerSpecification[] = [
    {
      id: fillLayer(level),
      type: "fill",
      ...units,
      ...zooms(range),
      filter: ofLevel(level),
      paint: { "fill-color": fillColour(colours, []), "fill-antialias": false },
    },
    { id: `line-${level}`, type: "line", ...units, ...zooms(range), filter: ["all", ofLevel(level), ["!", synthetic]], paint: line },
    {
      id: `sketch-${level}`,
      type: "line",
      ...units,
      ...zooms(range),
      filter: ["all", ofLevel(level), synthetic],
      paint: { ...line, "line-dasharray": [4, 2] },
    },
  ];
  if (level > 1) {
    layers.push({
      id: `parent-${level}`,
      type: "line",
      ...units,
      ...zooms(range),
      filter: ofLevel(level - 1),
      paint: { "line-color": colours.lineStrong, "line-width": 1.6 },
    });
  }
  return layers;
}

function microGridLayers(colours: MapColours): LayerSpecification[] {
  const paint = { "line-color": colours.line, "line-width": 0.6, "line-opacity": 0.7, "line-dasharray": [2, 2] };
  return [{ id: "micro", type: "line", ...units, minzoom: 14, filter: ofLevel(5), paint }];
}

/** On top of all boundaries: inside the shared line layer half of it would lie under the neighbours' lines. */
function overdueLayer(range: Range, colours: MapColours): LayerSpecification {
  const opacity: ExpressionSpecification = ["case", [">", ["coalesce", ["feature-state", "overdue"], 0], 0], 1, 0];
  const paint = { "line-color": colours.overdue, "line-width": 2, "line-opacity": opacity };
  return { id: `overdue-${range.level}`, type: "line", ...units, ...zooms(range), filter: ofLevel(range.level), paint };
}

function hoverLayer(colours: MapColours): LayerSpecification {
  const paint = { "line-color": colours.hover, "line-width": 1.5 };
  return { id: "hover", type: "line", ...units, filter: ["==", ["id"], -1], paint };
}

function selectionLayers(colours: MapColours): LayerSpecification[] {
  return [
    { id: "selection-halo", type: "line", source: "selection", paint: { "line-color": colours.halo, "line-width": 6 } },
    { id: "selection", type: "line", source: "selection", paint: { "line-color": colours.selected, "line-width": 3 } },
  ];
}

/** A name that finds no room in the middle stands beside it rather than vanish. */
const ASIDE = {
  "text-variable-anchor": ["center", "top", "bottom", "left", "right"] as ("center" | "top" | "bottom" | "left" | "right")[],
  "text-radial-offset": 0.5,
};

function nameLayer(range: Range, colours: MapColours, lang: Lang): LayerSpecification {
  return {
    id: `name-${range.level}`,
    type: "symbol",
    source: "units",
    "source-layer": "labels",
    ...zooms(range),
    filter: ofLevel(range.level),
    layout: {
      "text-field": ["coalesce", ["get", lang === "zh" ? "name_zh" : "name_en"], ["get", "name_zh"]],
      "text-size": range.level === 4 ? 11 : 13,
      "text-max-width": 7,
      "text-padding": 2,
      ...ASIDE,
    },
    paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
  };
}

function countLayer(colours: MapColours): LayerSpecification {
  return {
    id: "counts",
    type: "symbol",
    source: "counts",
    layout: {
      "text-field": ["get", "text"],
      "text-size": 12,
      "text-max-width": 14,
      "text-padding": 2,
      ...ASIDE,
      "symbol-sort-key": ["-", 0, ["get", "overdue"]],
    },
    paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.6 },
  };
}

function placeLayers(colours: MapColours): LayerSpecification[] {
  const source = { source: "places", minzoom: PLACES_ZOOM };
  const area: ExpressionSpecification = ["==", ["geometry-type"], "Polygon"];
  const point: ExpressionSpecification = ["==", ["geometry-type"], "Point"];
  const dot = { "circle-radius": 4, "circle-color": colours.place, "circle-stroke-color": colours.placeLine, "circle-stroke-width": 1.2 };
  return [
    { id: "place-fill", type: "fill", ...source, filter: area, paint: { "fill-color": colours.place } },
    { id: "place-line", type: "line", ...source, filter: ["!", point], paint: { "line-color": colours.placeLine, "line-width": 1 } },
    { id: "place-point", type: "circle", ...source, minzoom: STAIRS_ZOOM, filter: point, paint: dot },
  ];
}

/** Buildings and yards from the start, stairwells and gates when their points are told apart. */
function placeNames(colours: MapColours): LayerSpecification[] {
  const point: ExpressionSpecification = ["==", ["geometry-type"], "Point"];
  const layout = { "text-size": 11, "text-max-width": 6, "text-padding": 3 };
  const paint = { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.2 };
  const names = { type: "symbol", source: "places", paint } as const;
  return [
    { id: "place-point-name", ...names, minzoom: STAIRS_ZOOM, filter: point, layout: { ...layout, "text-field": ["get", "label"], "text-offset": [0, 0.9] } },
    { id: "place-name", ...names, minzoom: PLACES_ZOOM, filter: ["!", point], layout: { ...layout, "text-field": ["get", "label"], "text-anchor": "top", "text-offset": [0, 0.9] } },
  ];
}
