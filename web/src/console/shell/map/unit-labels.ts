import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Lang } from "../../../words/format";
import { tileName } from "./map-base";

/** What stands at a unit's centre; further properties are for the layer that draws it. */
export interface Label {
  text: string;
  [property: string]: unknown;
}

export const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: "FeatureCollection", features });

/** Labels cannot read feature-state, so names with numbers are points of their own at the centres that the tiles carry. */
export class UnitLabels {
  private readonly map: MapLibre;
  private readonly source: string;
  private readonly lang: Lang;
  private drawn = "";

  constructor(map: MapLibre, source: string, lang: Lang) {
    this.map = map;
    this.source = source;
    this.lang = lang;
  }

  /** Only what changed is drawn anew: this is called each time the map rests. */
  draw(level: number, label: (id: number, name: string) => Label | undefined): void {
    const centres = this.map.querySourceFeatures("units", { sourceLayer: "labels", filter: ["==", ["get", "level"], level] });
    const seen = new Map<number, GeoJSON.Feature>();
    for (const centre of centres) {
      const id = Number(centre.id);
      const properties = seen.has(id) ? undefined : label(id, tileName(centre.properties, this.lang));
      if (properties) seen.set(id, { type: "Feature", geometry: centre.geometry, properties });
    }
    const features = [...seen].sort(([a], [b]) => a - b).map(([, feature]) => feature);
    const key = JSON.stringify(features.map((feature) => [feature.geometry, feature.properties?.["text"]]));
    if (key === this.drawn) return;
    this.drawn = key;
    this.map.getSource<GeoJSONSource>(this.source)?.setData(collection(features));
  }
}
