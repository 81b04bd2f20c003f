/** The smallest build: JPEG files and their EXIF, numbers for names. */
declare module "exifr/dist/mini.esm.mjs" {
  export { parse } from "exifr";
}
