import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Kept } from "./kept";
import type { Enclosure } from "./enclosure";
import type { Item } from "./outbox/item";

interface Schema extends DBSchema {
  /** Pictures and voice notes of reports being written; they are too large for the draft's own place. */
  photos: { key: string; value: Enclosure; indexes: { of: string } };
  /** What is to be sent, and for a day what was. */
  outbox: { key: string; value: Item };
  kept: { key: string; value: Kept };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

/** What this phone keeps beside small settings. One connection for the page; a newer page may close it. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("bridgehead-pocket", 1, {
    upgrade(db) {
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("of", "of");
      db.createObjectStore("outbox", { keyPath: "id" });
      db.createObjectStore("kept", { keyPath: "key" });
    },
    blocking(_now, _next, event) {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  });
  opened.catch(() => (opened = undefined));
  return opened;
}
