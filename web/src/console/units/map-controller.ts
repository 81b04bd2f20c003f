import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import type { MapColours } from "../../tokens/map-colours";
import type { Lang } from "../../words/format";
import { fitBox, startMap, tellDrawn, tileName, wantsStill, whenReady, zoomBy, type Box } from "../shell/map/map-base";
import { FILL_RANGES, levelAt, PLACES_ZOOM } from "../shell/map/map-levels";
import { collection, UnitLabels } from "../shell/map/unit-labels";
import { changes, NO_CELLS, type Cells, type Runs } from "./map-state";
import { FILL_LAYERS, fillColour, fillLayer, mapStyle } from "./map-style";

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

/** Holds the map library; React only tells it what changed. */
export class MapController {
  private readonly map: MapLibre;
  private readonly options: MapOptions;
  private readonly counts: UnitLabels;
  private cells: Cells = NO_CELLS;
  private level = 1;

  constructor(options: MapOptions) {
    this.options = options;
    this.map = startMap(options.container, mapStyle(options.tiles, options.colours, options.lang), options.box);
    this.counts = new UnitLabels(this.map, "counts", options.lang);
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
    map.on("idle", () => this.drawCounts());
    tellDrawn(map, options.container);
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
    return { number: Number(hit.id), name: tileName(hit.properties, this.options.lang) };
  }

  private tellNear(): void {
    if (this.map.getZoom() < PLACES_ZOOM) return;
    const { lng, lat } = this.map.getCenter();
    this.options.events.near(lng, lat);
  }

  /** `assessed` are the units that the reader may count. */
  setState(level: number, cells: Cells, assessed: Runs): void {
    whenReady(this.map, () => {
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

  private drawCounts(): void {
    this.counts.draw(this.level, (id, name) => {
      const cell = this.cells.get(id);
      return cell && { text: `${name}\n${this.options.countLabel(cell.open, cell.overdue)}`, overdue: cell.overdue };
    });
  }

  setSelection(boundary: GeoJSON.GeoJSON | undefined): void {
    whenReady(this.map, () => this.source("selection")?.setData(boundary ?? collection([])));
  }

  setPlaces(features: GeoJSON.Feature[]): void {
    whenReady(this.map, () => this.source("places")?.setData(collection(features)));
  }

  fit(box: Box): void {
    whenReady(this.map, () => {
      fitBox(this.map, box);
      if (wantsStill()) this.tellNear();
    });
  }

  zoomBy(step: number): void {
    zoomBy(this.map, step);
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
}
