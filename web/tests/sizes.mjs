/** What a reader downloads, against the budgets. Sizes are bytes/1000 after gzip -9, if not said otherwise. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url).pathname;
const gz = (file) => gzipSync(readFileSync(file), { level: 9 }).length / 1000;

function build(face) {
  const root = join(dist, face);
  const path = join(root, ".vite/manifest.json");
  if (!existsSync(path)) throw new Error(`no build of ${face}: run npm run build first`);
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  return { root, manifest, keys: Object.keys(manifest) };
}

/** A chunk with everything that it imports statically: what must arrive before it runs. */
function closure({ manifest }, key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key].imports ?? []) closure({ manifest }, next, seen);
  }
  return seen;
}

const js = (b, keys) => [...keys].reduce((sum, key) => sum + gz(join(b.root, b.manifest[key].file)), 0);
const css = (b, keys) => [...keys].flatMap((key) => b.manifest[key].css ?? []).reduce((sum, file) => sum + gz(join(b.root, file)), 0);

const pocket = build("pocket");
const pocketEntry = pocket.keys.find((key) => pocket.manifest[key].isEntry);
const pocketStatic = closure(pocket, pocketEntry);
/** What `keys` bring along that is not there already. */
const beyond = (b, keys, there) => [...new Set(keys.flatMap((key) => [...closure(b, key)]))].filter((key) => !there.has(key));
// A phone fetches the words of one language with the code; the larger one counts.
const languages = pocket.keys.filter((key) => /words\/(zh|en)\.ts$/.test(key));
const wordsOf = languages.sort((a, b) => js(pocket, beyond(pocket, [b], pocketStatic)) - js(pocket, beyond(pocket, [a], pocketStatic)))[0];
const pocketFirst = new Set([...pocketStatic, ...beyond(pocket, [wordsOf], pocketStatic)]);
const lazyRoutes = [...pocketStatic].flatMap((key) => pocket.manifest[key].dynamicImports ?? []).filter((key) => !languages.includes(key));
const widest = lazyRoutes.map((key) => [key.split("/").at(-1), js(pocket, beyond(pocket, [key], pocketStatic))]).sort((a, b) => b[1] - a[1])[0];
const serviceWorker = join(pocket.root, "sw.js");
// The list of what is kept on the phone stands in the service worker itself.
const precached = [...readFileSync(serviceWorker, "utf8").matchAll(/"?url"?:\s*["`]([^"`]+)/g)].map(([, url]) => join(pocket.root, url));
if (precached.length < 3) throw new Error("the list of the service worker was not found in it");
const precache = [...new Set(precached)].reduce((sum, file) => sum + statSync(file).size / 1000, 0);
const desk = build("console");
const deskFirst = closure(desk, desk.keys.find((key) => desk.manifest[key].isEntry));
const source = (name) => closure(desk, desk.keys.find((key) => key.endsWith(name)));
// The page around the map is there before the map is asked for.
const before = new Set([...deskFirst, ...source("units-page.tsx")]);
const map = [...source("unit-map.tsx")].filter((key) => !before.has(key));
const assets = join(desk.root, "assets");
const worker = readdirSync(assets).find((file) => file.startsWith("maplibre-gl-worker"));

const rows = [
  ["pocket first load JS", js(pocket, pocketFirst), 45],
  ["pocket CSS + HTML", css(pocket, pocketFirst) + gz(join(pocket.root, "index.html")), 6],
  ["pocket service worker", gz(serviceWorker), 8],
  [`pocket lazy route ${widest[0]}`, widest[1], 15],
  ["pocket precache, raw", precache, 300],
  ["console shell JS", js(desk, deskFirst), 400],
  ["console map chunk + worker", js(desk, map) + gz(join(assets, worker)), 460],
];
let over = false;
for (const [name, size, budget] of rows) {
  over ||= size > budget;
  console.log(`${size > budget ? "OVER" : "ok  "} ${name.padEnd(34)} ${size.toFixed(1).padStart(7)} kB of ${budget}`);
}
process.exit(over ? 1 : 0);
