import { PART, whole, type UploadOptions } from "../api/upload";
import { isVoice, type Enclosure } from "./enclosure";

/** Uploads a picture or a voice note, a large one in parts; gives its id. `onBegun` is to keep the name under which it can go on. */
export async function upload(photo: Enclosure, options: UploadOptions, onBegun: (id: string) => Promise<void>): Promise<string> {
  const content = isVoice(photo) ? photo.sound : photo.jpeg;
  // Where the code for parts does not come, for the network went just now, browsers may never ask for it again: then as a whole.
  const large = content.byteLength > PART && (await import("./upload-large").catch(() => undefined));
  return large ? large.uploadLarge(photo, content, options, onBegun) : whole(content, options);
}
