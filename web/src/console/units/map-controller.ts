import { Map as MapLibre, setWorkerUrl, type GeoJSONSource, type MapMouseEvent } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { MapColours } from "../../tokens/map-colours";
import type { Lang } from "../../words/format";
import { FILL_RANGES, levelAt, PLACES_ZOOM } from "./map-levels";
import { changes, NO_CELLS, type Cells, type Runs } from "./map-state";
import { FILL_LAYERS, fillColour, fillLayer, mapStyle } from "./map-style";

setWorkerUrl(workerUrl);

export type Box = [number, number, number, number];

export interface Picked {
  number: number;
  name: string;
  lon: number;
  lat: number;
}

export interface MapEvents {
  pick: (picked: Picked) => void;
  hover: (name: string | null, x: number, y: number) => void;
  level: (level: number) => void;
  /** The centre, each time the map rests close enough for places. */
  near: (lon: number, lat: number) => void;
}

export interface MapOptions {
  container: HTMLElement;
  tiles: string;
  box: Box;
  colours: MapColours;
  lang: Lang;
  countLabel: (open: number, overdue: number) => string;
  events: MapEvents;
}

const UNITS = { source: "units", sourceLayer: "units" } as const;
const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: "FeatureCollection", features });

/** Holds the map library; React only tells it what changed. */
export class MapController {
  private readonly map: MapLibre;
  private readonly options: MapOptions;
  private cells: Cells = NO_CELLS;
  private level = 1;
  private drawnCounts = "";

  constructor(options: MapOptions) {
    this.options = options;
    this.map = new MapLibre({
      container: options.container,
      style: mapStyle(options.tiles, options.colours, options.lang),
      bounds: options.box,
      fitBoundsOptions: { padding: 16 },
      localIdeographFontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 18.5,
      minZoom: 6,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.getCanvas().tabIndex = -1;
    this.listen();
  }

  private listen(): void {
    const { map, options } = this;
    const tellLevel = () => {
      const level = levelAt(map.getZoom());
      if (level === this.level) return;
      this.level = level;
      options.events.level(level);
    };
    map.on("zoom", tellLevel);
    map.once("load", tellLevel);
    map.on("idle", () => {
      this.drawCounts();
      options.container.dataset["drawn"] = map.getZoom().toFixed(1);
    });
    map.on("movestart", () => delete options.container.dataset["drawn"]);
    map.on("moveend", () => this.tellNear());
    map.on("click", (event) => {
      const hit = this.unitAt(event);
      if (hit) options.events.pick({ ...hit, lon: event.lngLat.lng, lat: event.lngLat.lat });
    });
    map.on("mousemove", (event) => {
      const hit = this.unitAt(event);
      map.setFilter("hover", ["==", ["id"], hit?.number ?? -1]);
      options.events.hover(hit?.name ?? null, event.point.x, event.point.y);
    });
    map.on("mouseout", () => {
      map.setFilter("hover", ["==", ["id"], -1]);
      options.events.hover(null, 0, 0);
    });
  }

  private unitAt(event: MapMouseEvent): { number: number; name: string } | undefined {
    if (!this.map.getLayer(fillLayer(this.level))) return undefined;
    const hit = this.map.queryRenderedFeatures(event.point, { layers: FILL_LAYERS })[0];
    if (!hit) return undefined;
    return { number: Number(hit.id), name: this.nameOf(hit.properties) };
  }

  private nameOf(properties: { name_zh?: string; name_en?: string }): string {
    return (this.options.lang === "en" ? properties.name_en : undefined) ?? properties.name_zh ?? "";
  }

  private tellNear(): void {
    if (this.map.getZoom() < PLACES_ZOOM) return;
    const { lng, lat } = this.map.getCenter();
    this.options.events.near(lng, lat);
  }

  /** `assessed` are the units that the reader may count. */
  setState(level: number, cells: Cells, assessed: Runs): void {
    this.whenReady(() => {
      const { colours } = this.options;
      for (const range of FILL_RANGES) {
        const paint = fillColour(colours, range.level === level ? assessed : []);
        this.map.setPaintProperty(fillLayer(range.level), "fill-color", paint);
      }
      for (const [id, cell] of changes(this.cells, cells)) this.map.setFeatureState({ ...UNITS, id }, cell);
      this.cells = cells;
      this.drawCounts();
    });
  }

  /** Labels cannot read feature-state, so names with numbers are points of their own at the centres that the tiles carry. */
  private drawCounts(): void {
    const centres = this.map.querySourceFeatures("units", { sourceLayer: "labels", filter: ["==", ["get", "level"], this.level] });
    const seen = new Map<number, GeoJSON.Feature>();
    for (const centre of centres) {
      const id = Number(centre.id);
      const cell = this.cells.get(id);
      if (!cell || seen.has(id)) continue;
      const text = `${this.nameOf(centre.properties)}\n${this.options.countLabel(cell.open, cell.overdue)}`;
      seen.set(id, { type: "Feature", geometry: centre.geometry, properties: { text, overdue: cell.overdue } });
    }
    const features = [...seen].sort(([a], [b]) => a - b).map(([, feature]) => feature);
    const key = JSON.stringify(features.map((feature) => [feature.geometry, feature.properties?.["text"]]));
    if (key === this.drawnCounts) return;
    this.drawnCounts = key;
    this.source("counts")?.setData(collection(features));
  }

  setSelection(boundary: GeoJSON.GeoJSON | undefined): void {
    this.whenReady(() => this.source("selection")?.setData(boundary ?? collection([])));
  }

  setPlaces(features: GeoJSON.Feature[]): void {
    this.whenReady(() => this.source("places")?.setData(collection(features)));
  }

  fit(box: Box): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.whenReady(() => {
      this.map.fitBounds(box, { padding: 32, maxZoom: 17, duration: still ? 0 : 400 });
      if (still) this.tellNear();
    });
  }

  zoomBy(step: number): void {
    this.map.zoomTo(this.map.getZoom() + step, { duration: 150 });
  }

  resize(): void {
    this.map.resize();
  }

  remove(): void {
    this.map.remove();
  }

  private source(id: string): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(id);
  }

  private whenReady(work: () => void): void {
    if (this.map.isStyleLoaded() || this.map.getLayer("ground")) work();
    else this.map.once("styledata", work);
  }
}
