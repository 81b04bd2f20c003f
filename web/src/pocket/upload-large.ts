import type { UploadOptions } from "../api/upload";
import { inParts } from "../api/upload-parts";
import type { Enclosure } from "./enclosure";
import { setProgress } from "./outbox/upload-progress";

/** Uploads in parts, in sight of whoever waits for it; gives the id of the file. */
export async function uploadLarge({ id, upload: begun }: Enclosure, content: ArrayBuffer, options: UploadOptions, onBegun: (id: string) => Promise<void>): Promise<string> {
  const onSent = (bytes: number) => setProgress({ id, share: bytes / content.byteLength });
  try {
    return await inParts(content, options, { begun, onBegun, onSent });
  } finally {
    setProgress();
  }
}
