/** A picture as a phone's camera writes it: lying on its side, with a note how it was held and where. One of noise is large. */
export async function cameraPicture(page, width, height, noise = false) {
  const base64 = await page.evaluate(async ([w, h, grain]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
    const pen = canvas.getContext("2d");
    for (let x = 0; x < w; x += 50) {
      pen.fillStyle = `hsl(${x % 360} 60% 50%)`;
      pen.fillRect(x, 0, 50, h);
    }
    const drawn = pen.getImageData(0, 0, w, h);
    pen.putImageData(new ImageData(drawn.data.map((shade) => shade + grain * Math.random()), w, h), 0, 0);
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
  }, [width, height, noise ? 255 : 0]);
  const jpeg = Buffer.from(base64, "base64");
  return { name: "camera.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)]) };
}

/** Orientation 6: turn it by a quarter to see it upright; and the maker's name as a mark to look for. */
function exif() {
  const tiff = Buffer.alloc(56);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tiff.writeUInt16BE(0x010f, 10);
  tiff.writeUInt16BE(2, 12);
  tiff.writeUInt32BE(12, 14);
  tiff.writeUInt32BE(40, 18);
  tiff.writeUInt16BE(0x0112, 22);
  tiff.writeUInt16BE(3, 24);
  tiff.writeUInt32BE(1, 26);
  tiff.writeUInt16BE(6, 30);
  tiff.write("SECRETPHONE\0", 40, "latin1");
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Width and height in a JPEG. */
export function sizeOf(jpeg) {
  for (let i = 2; i < jpeg.length - 9; ) {
    const kind = jpeg[i + 1];
    if (kind >= 0xc0 && kind <= 0xc3) return [jpeg.readUInt16BE(i + 7), jpeg.readUInt16BE(i + 5)];
    i += 2 + jpeg.readUInt16BE(i + 2);
  }
  return [0, 0];
}
