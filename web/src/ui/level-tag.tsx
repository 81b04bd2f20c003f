import type { WarningColour } from "../api/types";
import { useWords } from "./language";
import "./level-tag.css";

/** The level of a warning: colour, word and texture, so that none of them carries it alone. */
export function LevelTag({ colour }: { colour: WarningColour | null | undefined }) {
  const say = useWords().calls.level;
  return (
    <span className={`level level-${colour ?? "none"}`}>
      <i aria-hidden="true" />
      {say[colour ?? "none"]}
    </span>
  );
}
