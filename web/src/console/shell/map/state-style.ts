import type { ExpressionSpecification, FillLayerSpecification, GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { MapColours, StateColour } from "../../../tokens/map-colours";
import type { Range } from "./state-units";
import { textureId } from "./state-textures";

/** Closest zoom with tiles of its own; beyond, the map stretches them. */
const TILES_TO = 16;

/** The first layer above the fills: textures go under it. */
export const FIRST_LINE = "line";

const NAMES: GeoJSONSourceSpecification = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
const units = { source: "units", "source-layer": "units" } as const;
/** Of a unit that is not in the list it is empty. */
const state: ExpressionSpecification = ["to-string", ["feature-state", "state"]];

/** One level at every zoom: the tiles in which it stands are stretched beyond. */
export function stateStyle(tiles: string, range: Range, colours: MapColours, textSize: number): StyleSpecification {
  const { level } = range;
  return {
    version: 8,
    sources: {
      units: { type: "vector", tiles: [tiles], minzoom: range.from, maxzoom: Math.min(range.to - 1, TILES_TO) },
      names: NAMES,
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      { id: "fill", type: "fill", ...units, filter: ofLevel(level), paint: { "fill-color": fillColour(colours), "fill-antialias": false } },
      ...lines(level, colours),
      { id: "hover", type: "line", ...units, filter: ["==", ["id"], -1], paint: { "line-color": colours.hover, "line-width": 2.5 } },
      names(colours, textSize),
    ],
  };
}

const ofLevel = (level: number): ExpressionSpecification => ["==", ["get", "level"], level];

function fillColour({ states, ground }: MapColours): ExpressionSpecification {
  const cases = Object.entries(states).flatMap(([name, paint]) => [name, paint.ground]);
  return ["match", state, ...cases, ground] as unknown as ExpressionSpecification;
}

/** A picture cannot follow the state of a unit, how much it covers can. */
export function textureLayer(of: StateColour, level: number): FillLayerSpecification {
  const shown: ExpressionSpecification = ["case", ["==", state, of], 1, 0];
  const paint = { "fill-pattern": textureId(of), "fill-opacity": shown, "fill-antialias": false };
  return { id: textureId(of), type: "fill", ...units, filter: ofLevel(level), paint };
}

/** Thin lines around all, a strong one around each that is in the list: on its ground alone one without an answer is hardly seen. */
function lines(level: number, colours: MapColours): LayerSpecification[] {
  const synthetic: ExpressionSpecification = ["==", ["get", "quality"], "synthetic"];
  const listed: ExpressionSpecification = ["case", ["==", state, ""], 0, 1];
  const thin = { "line-color": colours.line, "line-width": 0.8 };
  const strong = { "line-color": colours.lineStrong, "line-width": 1.6, "line-opacity": listed };
  const dashed = { "line-dasharray": [4, 2] };
  const surveyed: ExpressionSpecification = ["all", ofLevel(level), ["!", synthetic]];
  const sketched: ExpressionSpecification = ["all", ofLevel(level), synthetic];
  return [
    { id: FIRST_LINE, type: "line", ...units, filter: surveyed, paint: thin },
    { id: "sketch", type: "line", ...units, filter: sketched, paint: { ...thin, ...dashed } },
    { id: "listed-line", type: "line", ...units, filter: surveyed, paint: strong },
    { id: "listed-sketch", type: "line", ...units, filter: sketched, paint: { ...strong, ...dashed } },
  ];
}

function names(colours: MapColours, textSize: number): LayerSpecification {
  return {
    id: "names",
    type: "symbol",
    source: "names",
    layout: {
      "text-field": ["get", "text"],
      "text-size": textSize,
      "text-max-width": 14,
      "text-padding": 2,
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 0.5,
    },
    paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.8 },
  };
}
