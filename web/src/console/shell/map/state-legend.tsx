import type { MapColours, StateColour } from "../../../tokens/map-colours";
import { swatch } from "./state-textures";
import { useWords } from "../words";

/** Says what each paint means. */
export function StateLegend({ signs, colours }: { signs: readonly (readonly [StateColour, string])[]; colours: MapColours }) {
  const say = useWords().map;
  return (
    <ul className="state-legend" aria-label={say.legend}>
      {signs.map(([state, text]) => (
        <li key={state}>
          <i className="swatch" style={{ background: swatch(state, colours) }} />
          {text}
        </li>
      ))}
      <li>
        <i className="swatch-line" />
        {say.synthetic}
      </li>
    </ul>
  );
}
