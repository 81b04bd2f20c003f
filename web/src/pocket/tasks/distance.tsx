import { useFormat, useWords } from "../../ui/language";
import { metres, wind, type Place } from "./geo";

/** Within what phones know of their own place, m. */
const NEAR_M = 30;

/** How far and which way, where both places are known. */
export function Distance({ here, there }: { here: Place | undefined; there: { lon?: number | null; lat?: number | null } }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.tasks;
  if (!here || there.lon == null || there.lat == null) return null;
  const place = { lon: there.lon, lat: there.lat };
  const far = metres(here, place);
  const length = (m: number) => (m < 1000 ? say.metres(f.number(Math.round(m / 10) * 10)) : say.kilometres(f.number(Math.round(m / 100) / 10)));
  const text = far < NEAR_M ? say.here : `${say.wind[wind(here, place)]} ${length(far)}`;
  return (
    <>
      · <span className="num">{text}</span>
    </>
  );
}
