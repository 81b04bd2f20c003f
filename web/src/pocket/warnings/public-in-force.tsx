import { api, data } from "../../api/client";
import type { PublicItem } from "../../api/types";
import { useFormat, useLanguage } from "../../ui/language";
import { LevelTag } from "../../ui/level-tag";
import { useNow } from "../../ui/use-now";
import { usePolled } from "./use-polled";
import "./warnings.css";

/** Messages for the public at the top of the first page, for everybody; nothing on a quiet day. */
export default function PublicInForce() {
  const { words, lang } = useLanguage();
  const say = words.publicFace;
  const f = useFormat();
  const now = useNow();
  const items = usePolled("public", inForce).answer?.value.filter(({ expires_at }) => expires_at > now);
  if (!items || items.length === 0) return null;
  return (
    <section aria-labelledby="public-title" className="public-in-force">
      <h2 id="public-title">{say.title}</h2>
      <ul className="in-force">
        {items.slice(0, 3).map((item) => (
          <li key={item.id} data-id={item.id}>
            {item.colour && (
              <p className="call-level">
                <LevelTag colour={item.colour} />
              </p>
            )}
            <strong className="call-todo">{wordsOf(item, lang)}</strong>
            <p className="quiet num">
              {say.issued(f.name(item.issuer), f.listTime(item.published_at, now))} · {say.until(f.listTime(item.expires_at, now))}
            </p>
          </li>
        ))}
      </ul>
      <a className="secondary" href={`/public/warnings?lang=${lang}`}>
        {say.all}
      </a>
    </section>
  );
}

/** What residents are told; else what the first group is told. */
function wordsOf(item: PublicItem, lang: string): string {
  const text = (item.texts.find(({ audience }) => audience === "residents") ?? item.texts[0])?.text ?? {};
  return text[lang] ?? text["zh"] ?? "";
}

async function inForce(): Promise<PublicItem[]> {
  const answer = await data(api.GET("/api/public/warnings.json"));
  // A gate page of some network is no list.
  if (!Array.isArray(answer?.items)) throw new Error("no list in the answer");
  return answer.items;
}
