import { useEffect, useState } from "react";
import { useHolder } from "../session";
import { isOwed, type Item } from "./item";
import { sendingNow } from "./sender";
import { allItems, onChange } from "./store";

export interface Outbox {
  /** Whether the phone's store was read: before that nobody knows what is in it. */
  isRead: boolean;
  /** What this person may see: the own, and what was made without an account on this phone. */
  items: Item[];
  /** How many of them are not with the server yet, or not all of them. */
  unsent: number;
  /** How many belong to other accounts; their content stays with them. */
  others: number;
  /** The one on its way. */
  sending: string | undefined;
}

const UNREAD: { all: Item[]; sending: string | undefined } = { all: [], sending: undefined };

export function useOutbox(): Outbox {
  const account = useHolder().person?.account.id ?? null;
  const [state, setState] = useState(UNREAD);
  useEffect(() => {
    let shown = true;
    const read = () =>
      allItems()
        .then((all) => shown && setState({ all, sending: sendingNow() }))
        .catch(() => undefined);
    void read();
    const stop = onChange(() => void read());
    return () => {
      shown = false;
      stop();
    };
  }, []);
  const items = state.all.filter((item) => item.account === null || item.account === account);
  const unsent = (some: Item[]) => some.filter(isOwed).length;
  return { isRead: state !== UNREAD, items, unsent: unsent(items), others: unsent(state.all) - unsent(items), sending: state.sending };
}
