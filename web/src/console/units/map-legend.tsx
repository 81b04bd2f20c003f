import { DARK, LIGHT, STEPS } from "../../tokens/map-colours";
import { useSession } from "../shell/session";
import { useTheme } from "../shell/theme";
import { useNarrow } from "../shell/use-narrow";
import { useWords } from "../shell/words";

/** Says every sign that the map uses: a strip under the map, on a phone folded over it. */
export function MapLegend() {
  const words = useWords();
  const { theme } = useTheme();
  const signedIn = Boolean(useSession());
  const colours = theme === "dark" ? DARK : LIGHT;
  const steps = STEPS.map((from, i) => {
    const next = STEPS[i + 1];
    const text = next === undefined ? `≥${from}` : next - 1 === from ? `${from}` : `${from}–${next - 1}`;
    return { colour: colours.open[i]!, text };
  });
  const narrow = useNarrow();
  return (
    <details className="legend" open={!narrow}>
      <summary>{words.map.legend}</summary>
      <div className="legend-items">
        <p>{words.map.open}</p>
        <ul className="num">
          <Swatch colour={colours.zero} text={words.map.zero} />
          {steps.map((step) => (
            <Swatch key={step.text} {...step} />
          ))}
        </ul>
        <ul>
          <li>
            <i className="swatch swatch-overdue" />
            {words.map.overdue}
          </li>
          <li>
            <i className="swatch" style={{ background: colours.unknown }} />
            {words.map.unknown}
            {!signedIn && <span className="quiet"> · {words.map.unknownWhy}</span>}
          </li>
          <li>
            <i className="swatch-line" />
            {words.map.synthetic}
          </li>
        </ul>
      </div>
    </details>
  );
}

function Swatch({ colour, text }: { colour: string; text: string }) {
  return (
    <li>
      <i className="swatch" style={{ background: colour }} />
      {text}
    </li>
  );
}
