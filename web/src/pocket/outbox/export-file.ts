import { isVoice } from "../enclosure";
import type { Item } from "./item";

/** The items as a file that can be carried to somebody by hand; pictures and voice notes as base64. */
export function exportFile(items: Item[]): Blob {
  const rows = items.map(({ photos, ...item }) => ({ ...item, photos: photos.map((one) => base64(isVoice(one) ? one.sound : one.jpeg)) }));
  return new Blob([JSON.stringify({ format: "bridgehead-outbox-1", items: rows }, null, 1)], { type: "application/json" });
}

/** In pieces: the argument list of a function is bounded. */
function base64(bytes: ArrayBuffer): string {
  const view = new Uint8Array(bytes);
  let text = "";
  for (let i = 0; i < view.length; i += 8192) text += String.fromCharCode(...view.subarray(i, i + 8192));
  return btoa(text);
}
