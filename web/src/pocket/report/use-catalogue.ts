import { useEffect, useState } from "react";
import { api, data } from "../../api/client";
import type { CatalogueItem } from "../../api/types";
import { load, save } from "../storage";

const KEY = "bridgehead.catalogue";

/** The kinds, at once from the last visit and then renewed, so that a report can begin without network. */
export function useCatalogue() {
  const [items, setItems] = useState<CatalogueItem[] | undefined>(() => load<CatalogueItem[]>(KEY));
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    data(api.GET("/api/catalogue"))
      .then((catalogue) => {
        const enabled = catalogue.items.filter((item) => item.enabled);
        save(KEY, enabled);
        setItems(enabled);
        setFailed(false);
      })
      .catch(() => setFailed(true));
  }, [attempt]);
  return { items, failed: failed && !items, retry: () => setAttempt(attempt + 1) };
}
