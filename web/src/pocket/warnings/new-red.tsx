import { useState } from "react";
import type { Names, WarningColour } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";

interface Told {
  id: string;
  colour?: WarningColour | null;
  headline: Names;
}

/** Breaks into what a screen reader says for a red warning that comes while the page is open, and for nothing else. */
export function NewRed({ warnings }: { warnings: readonly Told[] | undefined }) {
  const words = useWords();
  const f = useFormat();
  const [{ known, fresh }, setState] = useState<{ known?: ReadonlySet<string>; fresh?: Told | undefined }>({});
  const reds = warnings?.filter(({ colour }) => colour === "red");
  if (reds && (known === undefined || reds.some(({ id }) => !known.has(id)))) {
    setState({
      known: new Set([...(known ?? []), ...reds.map(({ id }) => id)]),
      fresh: known && reds.find(({ id }) => !known.has(id)),
    });
  }
  return (
    <p className="visually-hidden" aria-live="assertive">
      {fresh && words.calls.newRed(f.name(fresh.headline))}
    </p>
  );
}
