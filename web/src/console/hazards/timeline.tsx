import type { HazardDetail } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";

type Entry = HazardDetail["timeline"][number];

/** An entry that was written down much later than it happened says so. */
const LATE_MS = 10 * 60_000;

export function Timeline({ entries }: { entries: Entry[] }) {
  const words = useWords();
  const f = useFormat();
  const newest = [...entries].reverse();
  return (
    <section className="block timeline-block">
      <h2>{words.hazards.detail.timeline}</h2>
      <ol className="timeline">
        {newest.map((entry) => (
          <li key={entry.id}>
            <div className="timeline-head">
              <strong>{eventWord(entry.event, words)}</strong>
              <time className="quiet num" dateTime={new Date(entry.at).toISOString()}>
                {f.dateTime(entry.at)}
              </time>
            </div>
            <div className="quiet">
              <Actor entry={entry} />
              {entry.actor && entry.recorded_at - entry.at > LATE_MS && ` · ${words.hazards.detail.recordedLater(f.dateTime(entry.recorded_at))}`}
            </div>
            {entry.named && (
              <div>
                {words.hazards.detail.named[entry.event] ?? words.hazards.columns.body}
                {words.colon}
                {f.name(entry.named.names)}
              </div>
            )}
            {entry.note && <p className="note">{entry.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Posts and units, never a person's name. */
function Actor({ entry }: { entry: Entry }) {
  const words = useWords();
  const f = useFormat();
  if (!entry.actor) return unnamed(entry.event, words);
  const { title, unit, body } = entry.actor;
  return [f.name(title), unit && f.name(unit.names), body && f.name(body.names)].filter(Boolean).join(" · ");
}

/** Without an actor a resident reported it, or the program noted it by itself. */
export function unnamed(event: string, words: ReturnType<typeof useWords>): string {
  return event.endsWith("reported") ? words.hazards.detail.resident : words.hazards.detail.program;
}

/** The journal may prefix an event with its kind: `hazard.accepted`. */
export function eventWord(event: string, words: ReturnType<typeof useWords>): string {
  const last = event.split(".").at(-1) ?? event;
  return words.hazards.event[last] ?? last;
}
