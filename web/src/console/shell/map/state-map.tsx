import { useEffect, useEffectEvent, useRef, useState } from "react";
import { DARK, LIGHT, type StateColour } from "../../../tokens/map-colours";
import { useLanguage } from "../../../ui/language";
import type { Theme } from "../../../ui/preferences";
import { tilesOf, type Box } from "./map-base";
import { MapFrame, useTip } from "./map-frame";
import { StateController } from "./state-controller";
import { StateLegend } from "./state-legend";
import type { Range, StateUnit } from "./state-units";

export interface StateMapProps {
  label: string;
  version: number;
  range: Range;
  box: Box;
  units: readonly StateUnit[];
  /** What each sign means, in the order of the legend. */
  legend: readonly (readonly [StateColour, string])[];
  theme: Theme;
  still: boolean;
  onPick?: ((unit: StateUnit) => void) | undefined;
}

/** The list of a table as areas, each painted as it stands. */
export default function StateMap({ label, version, range, box, units, legend, theme, still, onPick }: StateMapProps) {
  const { lang } = useLanguage();
  const container = useRef<HTMLDivElement>(null);
  const [tip, showTip] = useTip();
  const [map, setMap] = useState<StateController>();
  const colours = theme === "dark" ? DARK : LIGHT;

  const pick = useEffectEvent((unit: StateUnit) => onPick?.(unit));
  const hover = useEffectEvent(showTip);
  const start = useEffectEvent(() => box);

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const controller = new StateController({
      container: element,
      tiles: tilesOf(version),
      range,
      box: start(),
      colours,
      lang,
      still,
      pick: (unit) => pick(unit),
      hover: (...at) => hover(...at),
    });
    setMap(controller);
    const watcher = new ResizeObserver(() => controller.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      controller.remove();
      setMap(undefined);
    };
  }, [version, range, colours, lang, still]);

  useEffect(() => map?.setUnits(units), [map, units]);
  useEffect(() => map?.show(box), [map, box]);

  const buttons = { zoom: (step: number) => map?.zoomBy(step), whole: () => map?.whole() };
  return (
    <MapFrame label={label} canvas={container} tip={tip} {...(!still && { buttons })}>
      <StateLegend signs={legend} colours={colours} />
    </MapFrame>
  );
}
