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

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{40,}$/;

/** What an entry holds, in words where there are any. Hashes and what is empty say nothing to a reader; of ids the end tells them apart. */
export function detail(payload: unknown, words: All): [string, string][] {
  if (typeof payload !== "object" || payload === null) return [];
  return Object.entries(payload).flatMap(([key, value]): [string, string][] => {
    if (value == null || value === false || key === "version" || (Array.isArray(value) && value.length === 0)) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (HASH.test(text) || key.endsWith("_hash")) return [];
    return [[words.journal.detail[key] ?? key, UUID.test(text) ? `…${text.slice(-6)}` : valueWord(key, text, words)]];
  });
}

function valueWord(key: string, text: string, words: All): string {
  const tables: Record<string, Record<string, string>> = {
    from: { ...words.hazards.state, ...words.board.calls.state },
    to: { ...words.hazards.state, ...words.board.calls.state },
    urgency: words.hazards.urgency,
    severity: words.hazards.severity,
    how: { ...words.journal.how, ...words.board.calls.how },
    colour: words.calls.level,
    ending: words.warnings.ended,
    step: words.board.calls.step,
    side: words.files.side,
  };
  return tables[key]?.[text] ?? text;
}
