import type { ConsoleWords } from "../../words/console-zh";
import type { Words } from "../../words/zh";

type All = Words & ConsoleWords;

/** What an entry is called. Hazards and units have words of their own; a kind that has none yet shows itself. */
export function kindWord(kind: string, words: All): string {
  const own = words.journal.kind[kind];
  if (own) return own;
  const [family, last = ""] = kind.split(".");
  if (family === "hazard") return `${words.hazards.title} · ${words.hazards.event[last] ?? last}`;
  if (family === "unit") return `${words.units.title} · ${words.panel.changes[last] ?? last}`;
  return kind;
}

/** The kinds that can be asked for: whole families first. */
export function kindChoices(words: All): { value: string; label: string }[] {
  const hazard = Object.keys(words.hazards.event).map((last) => `hazard.${last}`);
  const unit = Object.keys(words.panel.changes).map((last) => `unit.${last}`);
  const kinds = [...new Set([...Object.keys(words.journal.kind), ...hazard, ...unit])].sort();
  return [
    ...Object.entries(words.journal.families).map(([value, label]) => ({ value, label })),
    ...kinds.map((value) => ({ value, label: kindWord(value, words) })),
  ];
}

/** Hashes say nothing to a reader; what is left is shown as it stands. */
export function detail(payload: unknown): [string, string][] {
  if (typeof payload !== "object" || payload === null) return [];
  return Object.entries(payload).flatMap(([key, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return /^[0-9a-f]{40,}$/.test(text) || key.endsWith("_hash") ? [] : [[key, text]];
  });
}
