/** Longest voice note, seconds. */
export const SECONDS_MAX = 60;
/** Largest that the server takes, bytes. */
export const BYTES_MAX = 2 * 1024 * 1024;
/** Speech needs no more; a minute is some 360 kB. */
const BITS_PER_SECOND = 48_000;

/** What every desk plays comes first; the last one is all that some browsers can write. */
const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm;codecs=opus"];

/** The first of them that this browser writes. */
export function typeToRecord(writes: (type: string) => boolean): string | undefined {
  return TYPES.find(writes);
}

/** What this page can record with. Pages on plain HTTP are given no microphone. */
export function recordable(): string | undefined {
  if (!isSecureContext || !navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") return undefined;
  return typeToRecord((type) => MediaRecorder.isTypeSupported(type));
}

/** What a sound is, by its first bytes, as the server sees it; nothing where the server would not take it. */
export function soundType(sound: ArrayBuffer): string | undefined {
  const bytes = new Uint8Array(sound, 0, Math.min(12, sound.byteLength));
  const text = String.fromCharCode(...bytes);
  if (text.startsWith("ftyp", 4)) return "audio/mp4";
  if (text.startsWith("OggS")) return "audio/ogg";
  if (text.startsWith("\x1a\x45\xdf\xa3")) return "audio/webm";
  if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) return "audio/wav";
  const isMpeg = bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2;
  return text.startsWith("ID3") || isMpeg ? "audio/mpeg" : undefined;
}

/** Records until the function that it gives is called, or until the time is up. Throws where there is no microphone. */
export async function record(type: string, onEnd: (sound: Blob) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const release = () => stream.getTracks().forEach((track) => track.stop());
  try {
    const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND });
    const parts: Blob[] = [];
    const stop = () => {
      if (recorder.state !== "inactive") recorder.stop();
    };
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start();
    const limit = setTimeout(stop, SECONDS_MAX * 1000);
    // Also when the phone takes the microphone away: what was said until then is kept.
    recorder.onstop = () => {
      clearTimeout(limit);
      release();
      onEnd(new Blob(parts, { type }));
    };
    return stop;
  } catch (error) {
    release();
    throw error;
  }
}
