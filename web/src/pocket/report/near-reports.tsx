import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { NearView } from "../../api/types";
import { useFormat, useWords } from "../../ui/language";
import type { Draft } from "./draft";

/** What may be the same danger. A hint, nothing more: without an answer the report goes out as ever. */
export function NearReports({ draft }: { draft: Draft }) {
  const words = useWords();
  const f = useFormat();
  const say = words.pocket.send;
  const near = useNear(draft.kind?.id, draft.point?.lon, draft.point?.lat);
  if (near.length === 0) return null;
  return (
    <section className="hint-box" aria-labelledby="near-title">
      <h2 id="near-title">{say.nearTitle}</h2>
      <ul>
        {near.map((one) => (
          <li key={one.number}>
            <span className="num">{one.number}</span> · {words.pocket.followPage.state[one.state]} · {f.date(one.reported_at)}
            {one.distance_m != null && ` · ${say.nearMetres(f.number(one.distance_m))}`}
          </li>
        ))}
      </ul>
      <p className="quiet">{say.nearHint}</p>
    </section>
  );
}

function useNear(category: string | undefined, lon: number | undefined, lat: number | undefined): NearView[] {
  const [found, setFound] = useState<{ of: string; near: NearView[] }>();
  const of = [category, lon, lat].join();
  useEffect(() => {
    if (category === undefined || lon === undefined || lat === undefined) return;
    let gone = false;
    data(api.GET("/api/hazards/near", { params: { query: { category, lon, lat } } }))
      .then((near) => !gone && setFound({ of: [category, lon, lat].join(), near }))
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [category, lon, lat]);
  // An answer about another place or kind says nothing here.
  return found?.of === of ? found.near : [];
}
