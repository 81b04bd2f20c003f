import { useRef, type ReactNode, type RefObject } from "react";
import "./map.css";
import { useWords } from "../words";

interface Props {
  label: string;
  canvas: RefObject<HTMLDivElement | null>;
  tip: RefObject<HTMLDivElement | null>;
  /** What the page under test reads from the canvas. */
  marks?: Record<`data-${string}`, string | number | undefined>;
  /** Without it there is nothing to press. */
  buttons?: { zoom: (step: number) => void; whole: () => void };
  children?: ReactNode;
}

/** What stands around every map: its name, its tip under the pointer, its buttons, and below it what is given. */
export function MapFrame({ label, canvas, tip, marks, buttons, children }: Props) {
  const say = useWords().map;
  return (
    <div className="map" role="group" aria-label={label}>
      <div className="map-frame">
        <div ref={canvas} className="map-canvas" {...marks} />
        <div ref={tip} className="map-tip" hidden />
        {buttons && (
          <div className="map-buttons">
            <button type="button" aria-label={say.zoomIn} title={say.zoomIn} onClick={() => buttons.zoom(1)}>
              +
            </button>
            <button type="button" aria-label={say.zoomOut} title={say.zoomOut} onClick={() => buttons.zoom(-1)}>
              −
            </button>
            <button type="button" className="wide" onClick={buttons.whole}>
              {say.whole}
            </button>
          </div>
        )}
      </div>
      {children}
    </div>
  );
}

/** The tip follows the pointer without React: it moves with every pixel. */
export function useTip() {
  const tip = useRef<HTMLDivElement>(null);
  const show = (text: string | null, x: number, y: number) => {
    if (!tip.current) return;
    tip.current.hidden = text === null;
    tip.current.textContent = text;
    tip.current.style.transform = `translate(${x + 14}px, ${y + 14}px)`;
  };
  return [tip, show] as const;
}
