import type { Holdings } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useTitles } from "../shell/queries";
import { Read, Section } from "../shell/section";
import { UnitName } from "../shell/unit-name";
import { useHoldings } from "./queries";
import { useWords } from "../shell/words";

export function HeldAboutMe() {
  const words = useWords();
  const holdings = useHoldings();
  return (
    <Section id="holdings" title={words.account.holdings.title}>
      <Read query={holdings}>{(held) => <Facts held={held} />}</Read>
      <a className="button-link" href="/api/me/holdings" download="holdings.json">
        {words.account.holdings.download}
      </a>
    </Section>
  );
}

function Facts({ held }: { held: Holdings }) {
  const words = useWords();
  const say = words.account.holdings;
  const f = useFormat();
  const title = useTitles();
  const entries = Object.entries(held.journal_entries as Record<string, number>);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  return (
    <>
      <dl className="facts">
        <dt>{say.account}</dt>
        <dd className="num">{f.dateTime(held.created_at)}</dd>
        <dt>{say.postings}</dt>
        <dd>
          {held.postings.length === 0 && "–"}
          {held.postings.map((posting) => (
            <div key={`${posting.title}-${posting.unit}-${posting.from}`}>
              {title(posting.title)} · <UnitName id={posting.unit} />{" "}
              <span className="quiet small num">
                {f.date(posting.from)} – {posting.to == null ? say.now : f.date(posting.to)}
              </span>
            </div>
          ))}
        </dd>
        <dt>{say.sessions}</dt>
        <dd className="num">{say.count(f.number(held.sessions.length))}</dd>
        <dt>{say.contacts}</dt>
        <dd className="num">{say.count(f.number(held.contacts.length))}</dd>
        <dt>{say.reported}</dt>
        <dd className="num">{say.count(f.number(held.hazards_reported.length))}</dd>
        <dt>{say.calls}</dt>
        <dd className="num">{say.times(f.number(Object.values(held.calls as Record<string, number>).reduce((sum, n) => sum + n, 0)))}</dd>
        <dt>{say.knocks}</dt>
        <dd className="num">{say.times(f.number(Object.values(held.knocks as Record<string, number>).reduce((sum, n) => sum + n, 0)))}</dd>
        <dt>{say.files}</dt>
        <dd className="num">{say.count(f.number(held.files.length))}</dd>
        <dt>{say.papers}</dt>
        <dd className="num">{say.count(f.number(held.papers.length))}</dd>
        <dt>{say.entries}</dt>
        <dd className="num">{say.count(f.number(total))}</dd>
      </dl>
      {entries.length > 0 && (
        <details className="permissions">
          <summary>{say.entries}</summary>
          <p className="quiet small">{say.entriesWhat}</p>
          <ul>
            {entries.map(([kind, n]) => (
              <li key={kind}>
                {words.journal.kind[kind] ?? kind} <span className="quiet num">{say.times(f.number(n))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
