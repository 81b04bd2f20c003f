import { useState } from "react";
import { useWords } from "../../ui/language";
import { database } from "../database";
import { go } from "../path";
import { hasContent, newDraft } from "../report/draft";
import { storeDraft, storedDraft } from "../report/draft-store";
import type { Item } from "./item";
import { deleteItem } from "./store";

/** A refused report becomes a draft again, under a new name: the old one is spent. */
export function Mend({ item, className = "text-button", onMended }: { item: Item; className?: string; onMended?: () => void }) {
  const words = useWords();
  const [full, setFull] = useState(false);
  const mend = async () => {
    if (item.work.kind !== "report") return;
    if (hasContent(storedDraft())) return setFull(true);
    const fresh = newDraft(Date.now());
    const db = await database();
    // What was uploaded for the old one is not counted on.
    for (const one of item.photos) await db.put("photos", { ...one, of: fresh.id, upload: undefined, file: undefined });
    storeDraft({ ...item.work.draft, id: fresh.id, secret: fresh.secret, savedAt: fresh.savedAt, step: 3 });
    await deleteItem(item.id);
    if (onMended) onMended();
    else go("/report");
  };
  return (
    <>
      <button type="button" className={className} onClick={() => void mend()}>
        {words.pocket.send.edit}
      </button>
      {full && <span role="alert">{words.pocket.outbox.draftFirst}</span>}
    </>
  );
}
