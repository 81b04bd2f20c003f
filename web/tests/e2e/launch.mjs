import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** The resolver rule proves that nothing but the server under test is asked. */
const ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--no-default-browser-check",
  "--disable-domain-reliability",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];
/** A microphone that hums, and nobody who must be asked. */
const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
const WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"];
/** Refusals and a cut network are part of what is tried here; a browser writes each to its console. */
const EXPECTED = /status of (401|403|404|409|422)|ERR_INTERNET_DISCONNECTED/;

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const open = new Set();

/** A browser that dies while it starts has proved nothing about the product: it is started once more. */
async function launched(profile, options) {
  try {
    return await chromium.launchPersistentContext(profile, options);
  } catch (error) {
    console.error("the browser did not start; once more:", String(error).split("\n", 1)[0]);
    return chromium.launchPersistentContext(profile, options);
  }
}

/** One browser profile, as one person has it: cookies, storage and the shared event stream belong to it. */
export async function person({ baseUrl, viewport = DESKTOP, lang = "zh", theme = "light", webgl = true, position, microphone = false }) {
  // What is granted refuses all else: both go in one list.
  const permissions = [...(position ? ["geolocation"] : []), ...(microphone ? ["microphone"] : [])];
  const profile = mkdtempSync(join(tmpdir(), "bridgehead-e2e-"));
  const context = await launched(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    baseURL: baseUrl,
    viewport,
    hasTouch: viewport.width < 600,
    locale: lang === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    ...(position && { geolocation: position }),
    ...(permissions.length > 0 && { permissions }),
    args: [...ARGS, ...(microphone ? MICROPHONE : []), ...(webgl ? WEBGL : ["--disable-gpu"])],
  });
  await context.addInitScript(
    ([language, ground]) => {
      // Sandboxed frames have no storage.
      if (origin === "null") return;
      // Only the first time: a test may switch by hand afterwards.
      localStorage["bridgehead.lang"] ??= language;
      localStorage["bridgehead.theme"] ??= ground;
    },
    [lang, theme],
  );
  const errors = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) errors.push(message.text());
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
  const close = async () => {
    if (!open.delete(close)) return;
    await context.close().catch(() => undefined);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  open.add(close);
  return { context, page: context.pages()[0] ?? (await context.newPage()), errors, close };
}

/** Whatever failed, no browser and no profile stays behind. */
export async function closeAll() {
  await Promise.all([...open].map((close) => close()));
}
