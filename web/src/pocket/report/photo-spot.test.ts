import { expect, test } from "vitest";
import { spotIn, spotOf } from "./photo-spot";

type Ratio = [number, number];
interface Written {
  signs: [string, string];
  lat: Ratio[];
  lon: Ratio[];
  error?: Ratio;
}

/** A JPEG that holds nothing but the camera's note where it was. */
function jpeg({ signs, lat, lon, error }: Written): ArrayBuffer {
  const tiff = Buffer.alloc(200);
  let data = 120;
  const u16 = (at: number, ...values: number[]) => values.forEach((value, i) => tiff.writeUInt16BE(value, at + 2 * i));
  const u32 = (at: number, ...values: number[]) => values.forEach((value, i) => tiff.writeUInt32BE(value, at + 4 * i));
  const ratios = (at: number, tag: number, values: Ratio[]) => {
    u16(at, tag, 5);
    u32(at + 4, values.length, data);
    for (const value of values) u32((data += 8) - 8, ...value);
  };
  const sign = (at: number, tag: number, text: string) => {
    u16(at, tag, 2);
    u32(at + 4, 2);
    tiff.write(text, at + 8, "latin1");
  };
  tiff.write("MM\0*\0\0\0\x08", 0, "latin1");
  u16(8, 1, 0x8825, 4);
  u32(14, 1, 26);
  u16(26, error ? 5 : 4);
  sign(28, 1, signs[0]);
  ratios(40, 2, lat);
  sign(52, 3, signs[1]);
  ratios(64, 4, lon);
  if (error) ratios(76, 0x1f, [error]);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 4);
  return Uint8Array.from(Buffer.concat([head, body, Buffer.from([0xff, 0xdb, 0, 4, 0, 0, 0xff, 0xd9])])).buffer;
}

const LAT: Ratio[] = [[34, 1], [45, 1], [3600, 100]];
const LON: Ratio[] = [[113, 1], [36, 1], [0, 1]];

test("degrees, minutes and seconds become degrees, south and west below zero", async () => {
  expect(await spotIn(jpeg({ signs: ["N", "E"], lat: LAT, lon: LON }))).toEqual({ lon: 113.6, lat: 34.76 });
  expect(await spotIn(jpeg({ signs: ["S", "W"], lat: LAT, lon: LON, error: [125, 10] }))).toEqual({ lon: -113.6, lat: -34.76, accuracy: 12.5 });
});

test("a camera without a fix gives no position", async () => {
  const none: Ratio[] = [[0, 0], [0, 0], [0, 0]];
  const zero: Ratio[] = [[0, 1], [0, 1], [0, 1]];
  expect(await spotIn(jpeg({ signs: ["N", "E"], lat: none, lon: none }))).toBeUndefined();
  expect(await spotIn(jpeg({ signs: ["N", "E"], lat: zero, lon: zero }))).toBeUndefined();
});

test("a picture without notes, and what is no JPEG, give none", async () => {
  const bare = Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 4, 0, 0, 0xff, 0xd9]).buffer;
  expect(await spotIn(bare)).toBeUndefined();
  expect(await spotIn(Uint8Array.from(Buffer.from("RIFF\0\0\0\0WEBPVP8 ", "latin1")).buffer)).toBeUndefined();
});

test("what cannot be on earth is no position", () => {
  expect(spotOf({ latitude: 91, longitude: 0 })).toBeUndefined();
  expect(spotOf({ latitude: 34, longitude: 181 })).toBeUndefined();
  expect(spotOf({ latitude: 34, longitude: 113, 0x1f: Infinity })).toEqual({ lon: 113, lat: 34 });
});
