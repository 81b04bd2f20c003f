import type { WarningView } from "../../api/types";
import { useFormat } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { Marks } from "../shell/marks";
import { Until } from "../shell/until";
import { useWords } from "../shell/words";
import { RoundButtons } from "./round-buttons";

export function WarningHead({ warning }: { warning: WarningView }) {
  const words = useWords();
  const say = words.warnings;
  const f = useFormat();
  const now = useNow();
  const notReal = say.markWhat[warning.status];
  return (
    <header className="warning-head">
      {notReal && (
        <p className="warning-not-real">
          <strong>{notReal}</strong>
        </p>
      )}
      <div className="warning-title">
        <LevelTag colour={warning.colour} />
        <Marks warning={warning} />
        <h1>{f.name(warning.headline)}</h1>
        <RoundButtons warning={warning} />
      </div>
      <p>
        <Until warning={warning} now={now} />
      </p>
    </header>
  );
}
