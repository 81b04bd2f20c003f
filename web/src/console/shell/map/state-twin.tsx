import { lazy, Suspense, useState } from "react";
import type { Theme } from "../../../ui/preferences";
import { LoadingPanel } from "../../../ui/state-panel";
import { useSystem } from "../queries";
import { useTheme } from "../theme";
import { canDraw } from "./can-draw";
import type { StateMapProps } from "./state-map";
import { drawnOf, type StateUnit } from "./state-units";
import { useUnitBox } from "./use-unit-box";
import "./state-map.css";
import { useWords } from "../words";

// A table that is needed must not fall with its picture.
const StateMap = lazy(() => import("./state-map").catch(() => ({ default: Failed })));

interface Props extends Pick<StateMapProps, "label" | "legend"> {
  /** The unit whose area is shown, as it is drawn where none of those below can be. */
  within: StateUnit;
  below: readonly StateUnit[];
  /** Where it is not the reader's own. */
  theme?: Theme;
  still?: boolean;
  onPick?: ((unit: StateUnit) => void) | undefined;
}

/** The map twin of a table; the table says the same, and is what a screen reader reads. */
export function StateTwin({ within, below, label, legend, theme, still = false, onPick }: Props) {
  const own = useTheme().theme;
  const version = useSystem().data?.tree_version;
  const box = useUnitBox(within);
  const [drawable] = useState(canDraw);
  const drawn = drawnOf(within, below);
  if (!drawn || box === null) return null;
  if (!drawable) return <Failed />;
  const props = { label, legend, still, onPick, theme: theme ?? own };
  return (
    <div className="state-map no-print">
      <Suspense fallback={<LoadingPanel />}>
        {box && version !== undefined ? <StateMap {...props} {...drawn} box={box} version={version} /> : <LoadingPanel />}
      </Suspense>
    </div>
  );
}

function Failed() {
  return <p className="quiet no-print">{useWords().map.failed}</p>;
}
