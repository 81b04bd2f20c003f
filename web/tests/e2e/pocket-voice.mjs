/** A voice note is spoken without network, heard, kept through a reload, and arrives once, after its report. */
import { person } from "./launch.mjs";
import { phone, queue, unsent, watch } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

export async function pocketVoice({ say, api, system, ...all }) {
  const { page, context, errors, close } = await person({ ...all, ...phone, microphone: true });
  const posts = watch(context);
  await page.goto("/pocket/");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();

  await context.setOffline(true);
  await queue(page, { kind: "电动自行车", voice: true });
  say.check(await unsent(page, 1), "a report with a voice note waits on the phone");
  await page.reload();
  await page.goto("/pocket/outbox");
  const row = page.locator(".outbox li");
  say.check(await becomes(row, (text) => text.includes("1 段录音")), "a reload keeps both, and the outbox names the voice note");
  await context.setOffline(false);
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有未发出的内容"), 60_000), "with network both are sent");
  const [report] = posts.reports;
  const [given] = posts.attached;
  say.check(posts.reports.length === 1 && report.files === undefined, "the report went first, without it");
  say.check(posts.files.length === 1 && posts.attached.length === 1 && given.hazard === report.id && given.status === 200, "and the voice note after it, once");
  const lead = await api.signedIn(system.demo_accounts.find((one) => one.login === "lead"));
  const { items } = await api.get(`/api/hazards/${report.id}/files`, lead);
  say.check(items.length === 1 && items[0].media_type.startsWith("audio/") && items[0].side === "report", `the server keeps it as ${items[0]?.media_type}`);
  await again({ page, say });
  say.add(errors, "no console errors, no CSP refusals around the voice note");
  await close();
}

/** Spoken, heard and deleted before anything is sent. */
async function again({ page, say }) {
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().click();
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").waitFor();
  const start = page.getByRole("button", { name: "开始录音" });
  await start.click();
  const stop = page.getByRole("button", { name: "停止录音" });
  await stop.waitFor();
  say.check(await page.locator(".bottom .primary").isDisabled(), "while it is spoken nothing is sent");
  await becomes(page.locator(".voice-seconds"), (text) => text.includes("2 秒 /"));
  await stop.click();
  const player = page.locator(".voice audio");
  await player.waitFor({ timeout: 10_000 });
  say.check((await start.count()) === 0, "one voice note is enough");
  const heard = await player.evaluate((one) => one.play().then(() => one.pause(), String));
  say.check(heard === undefined, `it can be heard on the phone${heard ? `: ${heard}` : ""}`);
  await page.reload();
  await player.waitFor({ timeout: 10_000 });
  await page.getByRole("button", { name: "删除录音" }).click();
  await start.waitFor();
  say.check((await player.count()) === 0, "a reload keeps it, and it can be deleted");
}
