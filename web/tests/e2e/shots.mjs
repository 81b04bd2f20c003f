/** Where pictures go, and the console's usual four looks: both languages, both grounds, desktop and phone. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DESKTOP, PHONE } from "./launch.mjs";

const SHOTS = process.env.SHOTS ?? join(dirname(fileURLToPath(import.meta.url)), "shots");

export const VARIANTS = [
  { name: "desktop-zh-light", viewport: DESKTOP, lang: "zh", theme: "light" },
  { name: "desktop-en-dark", viewport: DESKTOP, lang: "en", theme: "dark" },
  { name: "phone-zh-dark", viewport: PHONE, lang: "zh", theme: "dark" },
  { name: "phone-en-light", viewport: PHONE, lang: "en", theme: "light" },
];

export async function shoot(page, variant, name) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${variant.name}-${name}.png`) });
}
