import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Photo } from "./photo";

interface Schema extends DBSchema {
  /** Pictures of reports being written; they are too large for the draft's own place. */
  photos: { key: string; value: Photo; indexes: { of: string } };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

/** What this phone keeps beside small settings. One connection for the page; a newer page may close it. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("bridgehead-pocket", 1, {
    upgrade(db) {
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("of", "of");
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
