import { expect, test } from "vitest";
import { soundType, typeToRecord } from "./recording";

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0)).buffer;

test("what every desk plays is recorded before what only some can", () => {
  expect(typeToRecord(() => true)).toBe("audio/mp4;codecs=mp4a.40.2");
  expect(typeToRecord((type) => !type.includes("mp4a"))).toBe("audio/mp4");
  expect(typeToRecord((type) => type.includes("opus"))).toBe("audio/ogg;codecs=opus");
  expect(typeToRecord((type) => type.startsWith("audio/webm"))).toBe("audio/webm;codecs=opus");
  expect(typeToRecord(() => false)).toBeUndefined();
});

test("the first bytes tell what a sound is, as they do at the server", () => {
  expect(soundType(bytes("\0\0\0\x18ftypM4A \0\0\0\0"))).toBe("audio/mp4");
  expect(soundType(bytes("OggS\0"))).toBe("audio/ogg");
  expect(soundType(bytes("\x1a\x45\xdf\xa3\x87"))).toBe("audio/webm");
  expect(soundType(bytes("RIFF\0\0\0\0WAVEfmt "))).toBe("audio/wav");
  expect(soundType(bytes("ID3\x04"))).toBe("audio/mpeg");
  expect(soundType(bytes("\xff\xfb\x90\0"))).toBe("audio/mpeg");
});

test("what the server does not take is refused on the phone", () => {
  for (const other of ["", "#!AMR\n", "RIFF\0\0\0\0WEBP", "\xff", "\xff\xd8\xff\xe0", "<html>"]) expect(soundType(bytes(other)), other).toBeUndefined();
});
