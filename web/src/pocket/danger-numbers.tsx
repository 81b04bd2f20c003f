import { useWords } from "../ui/language";

/** Where people may be in danger, the telephone comes before any form. */
export function DangerNumbers() {
  const words = useWords();
  const say = words.pocket.danger;
  return (
    <section className="danger" aria-labelledby="danger-title">
      <h2 id="danger-title">{say.title}</h2>
      <p>{say.hint}</p>
      <div className="danger-numbers">
        <Call number="119" what={say.fire} />
        <Call number="110" what={say.police} />
        <Call number="120" what={say.medical} />
      </div>
    </section>
  );
}

function Call({ number, what }: { number: string; what: string }) {
  return (
    <a href={`tel:${number}`}>
      <strong className="num">{number}</strong>
      <span>{what}</span>
    </a>
  );
}
