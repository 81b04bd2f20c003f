/** Where a picture was taken, as the camera wrote it; WGS-84 degrees. */
export interface Spot {
  lon: number;
  lat: number;
  /** How exact that is, metres; most cameras do not say. */
  accuracy?: number | undefined;
}

/** A picture that waits on the phone. Bytes, not a Blob: older Safari loses Blobs that it was given to keep. */
export interface Photo {
  id: string;
  /** The report that it belongs to. */
  of: string;
  jpeg: ArrayBuffer;
  /** Stays on the phone: it is offered as the place of the report, and never goes along with the picture. */
  place?: Spot;
  /** The upload that was begun for it, if it goes up in parts. */
  upload?: string | undefined;
  /** Its id at the server, once it is there. */
  file?: string | undefined;
}

/** Most that the server takes with one report, a voice note among them. */
export const FILES_MAX = 6;
/** Longest side of what leaves the phone, pixels. */
const SIDE_MAX = 2048;
const QUALITY = 0.6;

/** The size at which a picture of `width` × `height` is sent, whole pixels. */
export function sizeFor(width: number, height: number): [number, number] {
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Draws the picture anew as a JPEG, upright; what the camera wrote beside it (place, time, phone) does not come along. */
export async function shrink(file: Blob): Promise<ArrayBuffer> {
  const source = await decode(file);
  try {
    const [width, height] = sizeFor(source.width, source.height);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas");
    // JPEG has no transparency: what is clear becomes white, not black.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(source, 0, 0, width, height);
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!jpeg) throw new Error("the picture could not be written");
    return await jpeg.arrayBuffer();
  } finally {
    if ("close" in source) source.close();
  }
}

/** Both ways turn the picture as the camera was held. The second one opens what some browsers' first one does not. */
async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
}
