/**
 * How long a reader waits on a poor line with a slow processor. It measures and judges nothing.
 * Needs a running demonstration; BASE_URL says where. RUNS=5 loads each page five times, ONLY="desk map" picks pages by name.
 * Each load has an empty cache. Prints a table, and then the same as one line of JSON.
 */
import { apiSteps } from "./e2e/api-steps.mjs";
import { closeAll, DESKTOP, person } from "./e2e/launch.mjs";
import { collect, watchPage } from "./vitals-page.mjs";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const RUNS = Number(process.env.RUNS ?? 3);
/** "Slow 4G" as browsers' own tools shape it: 1.44 Mbit/s down, 0.675 Mbit/s up, 562 ms for a round trip; bytes per second. */
const LINE = { offline: false, latency: 562, downloadThroughput: 1_440_000 / 8, uploadThroughput: 675_000 / 8 };
const SLOWER = 4;
const SMALL_PHONE = { width: 360, height: 740 };

/** Where it lies, and what can be pressed or read when it is of use. Desk pages are opened by somebody who is signed in. */
const PAGES = [
  { name: "pocket home", path: "/pocket/", usable: "a.primary-big", viewport: SMALL_PHONE },
  { name: "pocket report", path: "/pocket/report", usable: ".tiles button", viewport: SMALL_PHONE },
  { name: "desk duty", path: "/console/duty", usable: "[data-block=hazards] .duty-numbers a", viewport: DESKTOP, login: "lead" },
  { name: "desk queue", path: "/console/hazards", usable: ".row", viewport: DESKTOP, login: "lead" },
  { name: "desk map", path: "/console/units", usable: ".map-canvas[data-drawn]", viewport: DESKTOP, login: "lead", webgl: true },
];

async function load({ path, usable, viewport, webgl = false }, cookie) {
  const { page, context, close } = await person({ baseUrl, viewport, webgl });
  if (cookie) {
    const [name, value] = cookie.split("; ").find((one) => one.startsWith("bridgehead=")).split("=");
    await context.addCookies([{ name, value, url: baseUrl }]);
  }
  const browser = await context.newCDPSession(page);
  let bytes = 0;
  browser.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await browser.send("Network.enable");
  await browser.send("Network.emulateNetworkConditions", LINE);
  await browser.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(watchPage, usable);
  await page.goto(path, { waitUntil: "commit", timeout: 120_000 });
  await page.waitForFunction(() => window.vitals?.usable && performance.now() > window.vitals.usable + 3000, undefined, { timeout: 180_000 });
  const times = await page.evaluate(collect);
  await close();
  return { ...times, kilobytes: Math.round(bytes / 1000) };
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(page, cookie) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await load(page, cookie));
  const of = (key) => {
    const values = runs.map((run) => run[key]);
    return { median: middle(values), least: Math.min(...values), most: Math.max(...values) };
  };
  return { page: page.name, runs: RUNS, ...Object.fromEntries(["fcp", "lcp", "usable", "blocked", "kilobytes"].map((key) => [key, of(key)])) };
}

const COLUMNS = [
  ["first text (s)", "fcp", 1000],
  ["LCP (s)", "lcp", 1000],
  ["usable (s)", "usable", 1000],
  ["blocked (s)", "blocked", 1000],
  ["kB", "kilobytes", 1],
];

function cell({ median, least, most }, unit) {
  const digits = unit === 1 ? 0 : 2;
  const text = (value) => (value / unit).toFixed(digits);
  return least === most ? text(median) : `${text(median)} (${text(least)}–${text(most)})`;
}

const api = apiSteps(baseUrl);
const { demo_accounts } = await api.get("/api/system");
const chosen = PAGES.filter(({ name }) => !process.env.ONLY || process.env.ONLY.split(",").includes(name));
const results = [];
try {
  console.log(["page".padEnd(14), ...COLUMNS.map(([title]) => title.padEnd(22))].join(""));
  for (const page of chosen) {
    const cookie = page.login && (await api.signedIn(demo_accounts.find(({ login }) => login === page.login)));
    const result = await measure(page, cookie);
    results.push(result);
    console.log([page.name.padEnd(14), ...COLUMNS.map(([, key, unit]) => cell(result[key], unit).padEnd(22))].join(""));
  }
} finally {
  await closeAll();
}
console.log(JSON.stringify({ line: LINE, processor: `${SLOWER} times slower`, results }));
