import type { Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import type { MapColours } from "../../../tokens/map-colours";
import type { Lang } from "../../../words/format";
import { fitBox, startMap, tellDrawn, tileName, whenReady, zoomBy, type Box } from "./map-base";
import { FIRST_LINE, stateStyle, textureLayer } from "./state-style";
import { addTextures, TEXTURED } from "./state-textures";
import { repainted, type Range, type StateUnit } from "./state-units";
import { UnitLabels } from "./unit-labels";

export interface StateMapOptions {
  container: HTMLElement;
  tiles: string;
  range: Range;
  box: Box;
  colours: MapColours;
  lang: Lang;
  /** Only looked at, from afar. */
  still: boolean;
  pick: (unit: StateUnit) => void;
  hover: (text: string | null, x: number, y: number) => void;
}

const UNITS = { source: "units", sourceLayer: "units" } as const;

/** The page around it scrolls: neither the wheel nor one finger is the map's, two fingers and the buttons are. */
function gestures(still: boolean) {
  return { interactive: !still, scrollZoom: false, dragPan: !matchMedia("(pointer: coarse)").matches };
}

/** Holds the map library for the twin of a table: news change the paint and the labels, never the map. */
export class StateController {
  private readonly map: MapLibre;
  private readonly options: StateMapOptions;
  private readonly labels: UnitLabels;
  private units: ReadonlyMap<number, StateUnit> = new Map();
  private box: Box;

  constructor(options: StateMapOptions) {
    const { container, tiles, range, box, colours, lang, still } = options;
    this.options = options;
    this.box = box;
    const style = stateStyle(tiles, range, colours, still ? 20 : 12);
    this.map = startMap(container, style, box, { minZoom: Math.max(6, range.from), ...gestures(still) });
    this.labels = new UnitLabels(this.map, "names", lang);
    this.listen();
    whenReady(this.map, () => {
      addTextures(this.map, colours);
      for (const state of TEXTURED) this.map.addLayer(textureLayer(state, range.level), FIRST_LINE);
    });
  }

  private listen(): void {
    const { map, options } = this;
    map.on("idle", () => this.drawLabels());
    tellDrawn(map, options.container);
    map.on("click", (event) => {
      const unit = this.hit(event)?.unit;
      if (unit?.open) options.pick(unit);
    });
    map.on("mousemove", (event) => {
      const hit = this.hit(event);
      map.setFilter("hover", ["==", ["id"], hit?.number ?? -1]);
      map.getCanvas().style.cursor = hit?.unit?.open ? "pointer" : "";
      options.hover(hit ? [hit.name, hit.unit?.tip ?? hit.unit?.text].filter(Boolean).join("\n") : null, event.point.x, event.point.y);
    });
    map.on("mouseout", () => {
      map.setFilter("hover", ["==", ["id"], -1]);
      options.hover(null, 0, 0);
    });
  }

  /** A unit that is not in the list has its name all the same. */
  private hit(event: MapMouseEvent): { number: number; name: string; unit: StateUnit | undefined } | undefined {
    if (!this.map.getLayer("fill")) return undefined;
    const hit = this.map.queryRenderedFeatures(event.point, { layers: ["fill"] })[0];
    if (!hit) return undefined;
    const number = Number(hit.id);
    const unit = this.units.get(number);
    return { number, name: unit?.name ?? tileName(hit.properties, this.options.lang), unit };
  }

  setUnits(units: readonly StateUnit[]): void {
    whenReady(this.map, () => {
      const next = new Map(units.map((unit) => [unit.number, unit]));
      for (const [id, state] of repainted(this.units, next)) this.map.setFeatureState({ ...UNITS, id }, { state });
      this.units = next;
      this.drawLabels();
    });
  }

  private drawLabels(): void {
    this.labels.draw(this.options.range.level, (id) => {
      const unit = this.units.get(id);
      return unit && { text: unit.text ? `${unit.name}\n${unit.text}` : unit.name };
    });
  }

  /** Goes to another unit of the same level. */
  show(box: Box): void {
    if (box.every((edge, i) => edge === this.box[i])) return;
    this.box = box;
    this.whole();
  }

  whole(): void {
    whenReady(this.map, () => fitBox(this.map, this.box));
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
}
