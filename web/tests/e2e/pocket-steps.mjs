import { PHONE } from "./launch.mjs";
import { becomes } from "./waits.mjs";

export const phone = { viewport: PHONE, webgl: false };

/** A report from kind to send. Where there is no position, the community by name. */
export async function queue(page, { kind, picture, voice, channel }) {
  await page.goto("/pocket/report");
  await page.locator(".tiles button", { hasText: kind }).click();
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").waitFor();
  if (picture) {
    await page.locator("input[data-photo=album]").setInputFiles(picture);
    await page.locator(".photos li").waitFor({ timeout: 20_000 });
  }
  if (voice) {
    await page.getByRole("button", { name: "开始录音" }).click();
    const stop = page.getByRole("button", { name: "停止录音" });
    await stop.waitFor();
    await becomes(page.locator(".voice-seconds"), (text) => /[2-9] 秒 \//.test(text));
    await stop.click();
    await page.locator(".voice audio").waitFor({ timeout: 10_000 });
  }
  if (channel) await page.getByLabel(channel).check();
  await page.locator(".bottom .primary").click();
  await page.locator(".queued, .done").first().waitFor();
}

/** Whether the badge says that `n` are unsent. */
export function unsent(page, n) {
  return becomes(page.locator(".strip-unsent"), (text) => text.includes(`${n} 条未发出`));
}

/** What was answered, in the order in which it was, and how often a report was tried. A try without network leaves no phone. */
export function watch(context) {
  const posts = { tries: [], reports: [], files: [], parts: [], attached: [], steps: [] };
  const named = (request) => ({ ...request.postDataJSON(), key: request.headers()["idempotency-key"] });
  const path = (request) => (request.method() === "POST" ? new URL(request.url()).pathname : "");
  context.on("request", (request) => path(request) === "/api/hazards" && posts.tries.push(named(request)));
  context.on("response", (response) => {
    const request = response.request();
    // The begin of an upload, where one stands, and each part with the place where it begins.
    if (new URL(request.url()).pathname.startsWith("/api/uploads")) posts.parts.push(`${request.method()} ${request.headers()["upload-offset"] ?? ""}`.trim());
    if (path(request) === "/api/files") posts.files.push(request.postDataBuffer());
    if (path(request) === "/api/hazards") posts.reports.push(named(request));
    const hazard = /^\/api\/hazards\/([^/]+)\/files$/.exec(path(request))?.[1];
    if (hazard) posts.attached.push({ ...request.postDataJSON(), hazard, status: response.status() });
    if (/^\/api\/hazards\/[^/]+\/actions$/.test(path(request))) posts.steps.push(named(request));
  });
  return posts;
}

/** Something else answers for the server; call the result to end it. */
export async function answerWith(context, answer, address = "**/api/hazards") {
  const handler = (route) => route.fulfill(answer);
  await context.route(address, handler);
  return () => context.unroute(address, handler);
}

export async function sendNow(page) {
  await page.goto("/pocket/outbox");
  await page.locator("main .primary").click({ timeout: 5000 }).catch(() => undefined);
}

/** One tap in a demonstration. */
export async function enter(page, login) {
  await page.goto("/pocket/sign-in");
  await page.locator(`button[data-login=${login}]`).click();
  await page.waitForURL(/\/pocket\/tasks/);
  await page.locator(".tasks, .state-panel").first().waitFor();
}
