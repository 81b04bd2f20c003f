import { api, data } from "../api/client";
import { isVoice, type Enclosure } from "./enclosure";
import { foreign } from "./outbox/outcome";
import type { UploadOptions } from "./upload-parts";

/** What is larger goes up in parts of this size, bytes. Smaller ones lose time at each turn, larger ones more of what breaks off. */
export const PART = 256 * 1024;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Uploads a picture or a voice note, a large one in parts; gives its id. `onBegun` is to keep the name under which it can go on. */
export async function upload(photo: Enclosure, options: UploadOptions, onBegun: (id: string) => Promise<void>): Promise<string> {
  const content = isVoice(photo) ? photo.sound : photo.jpeg;
  // Where the code for parts does not come, for the network went just now, browsers may never ask for it again: then as a whole.
  const large = content.byteLength > PART && (await import("./upload-large").catch(() => undefined));
  return large ? large.uploadLarge(photo, content, options, onBegun) : whole(content, options);
}

/** The gate page of a hotel's network answers too: only an id counts. */
async function whole(content: ArrayBuffer, options: UploadOptions): Promise<string> {
  const answer = await data(
    api.POST("/api/files", {
      ...options,
      headers: { "Content-Type": "application/octet-stream" },
      // The generated type says "numbers"; the bytes go as they are.
      body: content as never,
      bodySerializer: (bytes) => bytes as never,
    }),
  );
  if (!UUID.test(answer?.id ?? "")) throw foreign();
  return answer.id;
}
